using System.Text;
using System.Text.Json;
using Eudiplo.Grains.Sessions;
using Eudiplo.Protocol.Jwe;
using Eudiplo.Protocol.Presentations;

namespace Eudiplo.Grains.Steps;

/// <summary>A wallet's answer to a presentation request, opened.</summary>
internal sealed record PresentationAnswer
{
    /// <summary>The <c>vp_token</c>; null when there is none.</summary>
    public JsonElement? VpToken { get; private init; }

    /// <summary>The wallet's own error; null when it answered.</summary>
    public OpenId4VpResponse? WalletError { get; private init; }

    /// <summary>Why the answer cannot be read, for the log; null when it can.</summary>
    public StepFault? Fault { get; private init; }

    /// <summary>The thumbprint of the key that the answer was encrypted to; null when it was not.</summary>
    public ReadOnlyMemory<byte>? KeyThumbprint { get; private init; }

    /// <summary>Opens an answer.</summary>
    /// <param name="text">The value of <c>openid4vp_response</c>.</param>
    /// <param name="challenge">What the step remembers.</param>
    /// <param name="offered">The content encryptions that were offered.</param>
    public static PresentationAnswer Open(string text, PresentationChallenge? challenge, JweEncryptions offered)
    {
        if (OpenId4VpResponse.Parse(text) is not { } response)
        {
            return Unreadable("ResponseMalformed");
        }

        // A wallet may say in clear that it will not answer: it may have nothing to encrypt with.
        if (response.Error is not null)
        {
            return new PresentationAnswer { WalletError = response };
        }

        if (challenge?.ResponseKey is not { } stored)
        {
            return response.VpToken is { } plain
                ? new PresentationAnswer { VpToken = plain }
                : Unreadable("ResponseEncryptedUnasked");
        }

        return response.EncryptedResponse is { } encrypted ? Decrypt(encrypted, stored, offered) : Unreadable("ResponseNotEncrypted");
    }

    private static PresentationAnswer Decrypt(string encrypted, byte[] stored, JweEncryptions offered)
    {
        if (!DecryptionKey.TryImport(stored, null, out var key))
        {
            throw new InvalidOperationException("A session holds a key for its answer that is none.");
        }

        using (key)
        {
            var error = JweError.None;
            byte[]? content = null;
            if (CompactJwe.Parse(encrypted, JweLimits.Default, out error) is { } jwe)
            {
                error = jwe.Decrypt(key, offered, out content);
            }

            if (content is null)
            {
                return Unreadable("ResponseNotDecrypted", $"({error})");
            }

            return OpenId4VpResponse.Parse(Text(content)) switch
            {
                { Error: not null } inner => new PresentationAnswer { WalletError = inner },
                { VpToken: { } token } => new PresentationAnswer { VpToken = token, KeyThumbprint = key.PublicKey.ThumbprintSha256 },
                _ => Unreadable("ResponseMalformed", "(inside)"),
            };
        }
    }

    // Octets that are not UTF-8 become characters that no valid answer has.
    private static string Text(byte[] content) => Encoding.UTF8.GetString(content);

    private static PresentationAnswer Unreadable(string reason, string? detail = null) => new() { Fault = new StepFault(reason, detail) };
}
