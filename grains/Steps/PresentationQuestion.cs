using System.Text.Json;
using Eudiplo.Grains.RequestSigning;
using Eudiplo.Grains.Sessions;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Jwe;
using Eudiplo.Protocol.PresentationRequests;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Grains.Steps;

/// <summary>Puts the question of a presentation step: the OpenID4VP request.</summary>
public sealed class PresentationQuestion(RequestSigners signers)
{
    /// <summary>What the session must remember of a new question beside its nonce; null where the nonce is enough.</summary>
    /// <param name="turn">The turn, its session with the nonce.</param>
    public async ValueTask<PresentationChallenge?> PrepareAsync(StepTurn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        if (turn.Tenant.FindPresentation(turn.Step.PresentationConfigId!) is not { } policy)
        {
            // Withdrawn since the session began. Whatever is asked, the answer will be refused.
            return null;
        }

        if (turn.Session.IsPushed)
        {
            // Signed when the wallet fetches it: signatures of requests that nobody fetches would be work for nothing.
            using var fresh = DecryptionKey.Generate();
            return new PresentationChallenge { ResponseKey = fresh.ExportPkcs8(), ClientId = (await signers.FindAsync(turn.Tenant, policy)).ClientId };
        }

        var settings = policy.Configuration.Request;
        var isSigned = settings.Form != PresentationRequestForm.Unsigned;
        var isEncrypted = policy.Configuration.ResponseMode == PresentationResponseMode.Encrypted;
        if (!isSigned && !isEncrypted && settings.ClientId is null)
        {
            return null;
        }

        using var key = isEncrypted ? DecryptionKey.Generate() : null;
        var request = Request(turn, isEncrypted) with
        {
            ClientId = settings.ClientId,
            Metadata = isSigned || isEncrypted ? new VerifierMetadata { EncryptionKey = key?.PublicKey, Encryptions = policy.Encryptions } : null,
        };
        return new PresentationChallenge
        {
            Request = isSigned ? await SignAsync(turn, policy, request) : Text(request),
            ResponseKey = key?.ExportPkcs8(),
        };
    }

    /// <summary>The value of <c>openid4vp_request</c>: the same for the same session.</summary>
    public static string Render(StepTurn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        return turn.Session.Presentation?.Request ?? Text(Request(turn, isEncrypted: false));
    }

    /// <summary>
    /// The signed request object of a presentation whose answer is posted to a URI (OpenID4VP 1.0, sections 5.7 and 8.3.1); null when it can be
    /// asked no more.
    /// </summary>
    /// <param name="turn">The turn, with the response URI.</param>
    /// <param name="walletNonce">The nonce that the wallet sent; null for none.</param>
    public async ValueTask<string?> SignForResponseUriAsync(StepTurn turn, string? walletNonce)
    {
        ArgumentNullException.ThrowIfNull(turn);
        if (turn.Tenant.FindPresentation(turn.Step.PresentationConfigId!) is not { } policy
            || turn.Session.Presentation is not { ResponseKey: { } stored } challenge
            || !DecryptionKey.TryImport(stored, null, out var key))
        {
            return null;
        }

        using (key)
        {
            var signer = await signers.FindAsync(turn.Tenant, policy);
            return signer.ClientId == challenge.ClientId
                ? PresentationRequestWriter.Sign(
                    new PresentationRequest
                    {
                        ResponseMode = ResponseMode.DirectPostJwt,
                        Nonce = turn.Session.PresentationNonce!,
                        DcqlQuery = turn.Step.DcqlQuery!,
                        ResponseUri = turn.ResponseUri,
                        Metadata = new VerifierMetadata { EncryptionKey = key.PublicKey, Encryptions = policy.Encryptions },
                    },
                    signer,
                    turn.Now,
                    turn.Session.ExpiresAt - turn.Now,
                    walletNonce)
                : null;
        }
    }

    private static PresentationRequest Request(StepTurn turn, bool isEncrypted) => new()
    {
        ResponseMode = PresentationEndpoint.Of(turn.Tenant.Urls, turn.Session.Dialect, isEncrypted).Mode,
        Nonce = turn.Session.PresentationNonce!,
        DcqlQuery = turn.Step.DcqlQuery!,
    };

    private static string Text(PresentationRequest request) => Json.WriteText(json => PresentationRequestWriter.WriteUnsigned(json, request));

    private async ValueTask<string> SignAsync(StepTurn turn, PresentationPolicy policy, PresentationRequest request)
    {
        var signer = await signers.FindAsync(turn.Tenant, policy);
        var url = PresentationEndpoint.Of(turn.Tenant.Urls, turn.Session.Dialect, isEncrypted: false).Url;
        var signed = request with
        {
            ExpectedOrigins = policy.Configuration.Request.Expected == ExpectedAddress.Origins ? [PresentationBinding.Origin(url)] : [],
            ExpectedUrl = policy.Configuration.Request.Expected == ExpectedAddress.Url ? url : null,
        };
        return Json.WriteText((Utf8JsonWriter json) =>
            PresentationRequestWriter.WriteSigned(json, signed, signer, turn.Now, turn.Session.ExpiresAt - turn.Now));
    }
}
