using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.Credentials;
using Eudiplo.WalletSimulator.Jose;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.OAuth;

namespace Eudiplo.WalletSimulator.Flows;

/// <summary>A wallet's way from its access token to its credential: a nonce, a key proof, the credential, its verification, a notification.</summary>
/// <param name="http">How requests travel.</param>
/// <param name="issuer">Where the issuer is.</param>
/// <param name="clock">Measures the steps, and dates the key proof.</param>
public sealed class CredentialFlow(HttpClient http, CredentialIssuer issuer, TimeProvider clock)
{
    /// <summary>The wallet's `client_id`.</summary>
    public required string ClientId { get; init; }

    /// <summary>The key that the credential is to be bound to.</summary>
    public required EcKey Holder { get; init; }

    /// <summary>Makes the proofs of a bound token; null for a bearer token.</summary>
    public DpopProof? Dpop { get; init; }

    /// <summary>Whether request and response are to be encrypted.</summary>
    public bool Encrypts { get; init; }

    /// <summary>Told of every step.</summary>
    public Action<FlowStep>? Report { get; init; }

    /// <summary>Gets the credential of a token.</summary>
    /// <param name="token">What the token endpoint answered.</param>
    /// <param name="credentialConfigurationId">What was asked for.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<FlowOutcome> RunAsync(TokenReply token, string credentialConfigurationId, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        var client = new CredentialClient(http, issuer, token.AccessToken!, Dpop);
        var started = clock.GetTimestamp();
        var nonce = await client.NonceAsync(cancellation);
        Tell("nonce", "The wallet gets a nonce for its key proof.", started, nonce is not null, ("c_nonce", nonce is null ? "none" : $"{nonce[..8]}…"));
        if (nonce is null)
        {
            return new FlowOutcome(token, "The nonce endpoint gave no c_nonce.");
        }

        started = clock.GetTimestamp();
        var identifier = (string?)token.Json?["authorization_details"]?[0]?["credential_identifiers"]?[0];
        var request = new JsonObject
        {
            [identifier is null ? "credential_configuration_id" : "credential_identifier"] = identifier ?? credentialConfigurationId,
            ["proofs"] = new JsonObject { ["jwt"] = new JsonArray(CredentialClient.Proof(Holder, issuer.Issuer, nonce, ClientId, clock.GetUtcNow())) },
        };
        var reply = await client.RequestAsync(request, Encrypts, cancellation);
        var credential = reply.Credentials is [var first, ..] ? first : null;
        Tell("credential", "The wallet proves its key and asks for the credential.", started, credential is not null,
            ("reply", reply.ToString()),
            ("credential", credential is null ? "none" : $"{credential.Length} characters"));
        if (credential is null)
        {
            return new FlowOutcome(token, $"The credential endpoint refused: {reply}");
        }

        started = clock.GetTimestamp();
        ReceivedCredential received;
        try
        {
            var keys = await issuer.ReadKeysAsync(http, cancellation);
            received = ReceivedCredential.Verify(credential, keys, issuer.Issuer, issuer.TypeOf(credentialConfigurationId), Holder, clock.GetUtcNow());
        }
        catch (FormatException error)
        {
            return new FlowOutcome(token, error.Message);
        }

        Tell("verification", "The wallet verifies the credential.", started, true,
            ("signed by", $"{received.KeyId} of {issuer.Issuer}"),
            ("bound to", "the wallet's key"),
            ("expires", DateTimeOffset.FromUnixTimeSeconds((long)received.Claims["exp"]!).ToString("u")),
            ("disclosable claims", received.Disclosed.ToString()),
            ("claims", received.Claims.ToJsonString(JsonText.Plain)));

        if (issuer.Notification is not null && reply.NotificationId is { } notification)
        {
            started = clock.GetTimestamp();
            var told = await client.NotifyAsync(notification, "credential_accepted", cancellation);
            Tell("notification", "The wallet tells the issuer that it has the credential.", started, (int)told.Status == 204, ("reply", told.ToString()));
            if ((int)told.Status != 204)
            {
                return new FlowOutcome(token, $"The notification endpoint refused: {told}") { Credential = received };
            }
        }

        return new FlowOutcome(token, null) { Credential = received };
    }

    private void Tell(string name, string summary, long started, bool succeeded, params (string Name, string Value)[] details) =>
        Report?.Invoke(new FlowStep(
            name, summary, [.. details.Select(detail => KeyValuePair.Create(detail.Name, detail.Value))], clock.GetElapsedTime(started), succeeded));
}
