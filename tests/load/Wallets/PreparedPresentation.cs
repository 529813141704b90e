using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Eudiplo.Load.Http;
using Eudiplo.WalletSimulator.Dcql;
using Eudiplo.WalletSimulator.Presentations;
using Eudiplo.WalletSimulator.SdJwt;

namespace Eudiplo.Load.Wallets;

/// <summary>
/// The answer to one presentation query with all that does not depend on the nonce made beforehand: the disclosures, their
/// `sd_hash`, the form encoding. What is left for each flow is the key binding JWT and its signature.
/// </summary>
public sealed class PreparedPresentation
{
    private static readonly byte[] Header = Base64Url.EncodeToUtf8("""{"alg":"ES256","typ":"kb+jwt"}"""u8);
    private readonly List<Part> _parts = [];
    private readonly byte[] _scratch = new byte[1024];

    private PreparedPresentation()
    {
    }

    /// <summary>Prepares the answer of a wallet to a query.</summary>
    /// <exception cref="InvalidOperationException">The wallet cannot satisfy the query.</exception>
    public static PreparedPresentation Create(LearnedQuery learned, HolderWallet wallet)
    {
        var selection = DcqlSelection.Choose(learned.Query, wallet.Credentials);
        if (selection.Obstacle is { } obstacle)
        {
            throw new InvalidOperationException($"The simulated wallet cannot satisfy the server's query: {obstacle}.");
        }

        var prepared = new PreparedPresentation();
        var text = """{"vp_token":{""";
        foreach (var group in selection.Matches.GroupBy(match => match.Query.Id))
        {
            text += $"\"{group.Key}\":[";
            foreach (var match in group)
            {
                var credential = ((SdJwtHeldCredential)match.Credential).Credential;
                var disclosures = credential.Choose(match.Claims.Select(claim => claim.Path));
                var sdJwt = string.Concat(credential.IssuerJwt, "~", string.Concat(disclosures.Select(one => one.Encoded + "~")));
                var binding = $$"""
                    ","aud":"{{learned.Audience}}","sd_hash":"{{SdHash.Of(sdJwt, HashAlgorithmName.SHA256)}}"}
                    """;
                prepared._parts.Add(new Part(
                    Encoding.ASCII.GetBytes(Uri.EscapeDataString(text + "\"" + sdJwt)), Encoding.UTF8.GetBytes(binding), credential));
                text = "\",";
            }

            text = "\"],";
        }

        text = text.TrimEnd(',') + "}}";
        prepared._parts.Add(new Part(Encoding.ASCII.GetBytes(Uri.EscapeDataString(text)), [], null));
        return prepared;
    }

    /// <summary>Writes the form-encoded value of `openid4vp_response`, signed for a nonce.</summary>
    /// <param name="body">Where to.</param>
    /// <param name="nonce">The nonce; base64url or other characters that JSON does not escape.</param>
    /// <param name="now">Unix time in seconds, for `iat`.</param>
    public void Write(RequestBuffer body, ReadOnlySpan<byte> nonce, long now)
    {
        foreach (var part in _parts)
        {
            body.Append(part.Before);
            if (part.Credential is not null)
            {
                WriteKeyBinding(body, part, nonce, now);
            }
        }
    }

    private void WriteKeyBinding(RequestBuffer body, Part part, ReadOnlySpan<byte> nonce, long now)
    {
        var payload = _scratch.AsSpan();
        var length = 0;
        Put(ref length, "{\"iat\":"u8);
        Utf8Formatter.TryFormat(now, payload[length..], out var digits);
        length += digits;
        Put(ref length, ",\"nonce\":\""u8);
        Put(ref length, nonce);
        Put(ref length, part.Binding);

        Span<byte> jwt = stackalloc byte[1536];
        Header.CopyTo(jwt);
        var end = Header.Length;
        jwt[end++] = (byte)'.';
        end += Base64Url.EncodeToUtf8(payload[..length], jwt[end..]);
        Span<byte> signature = stackalloc byte[64];
        part.Credential!.Holder.TrySign(jwt[..end], signature, out _);
        jwt[end++] = (byte)'.';
        end += Base64Url.EncodeToUtf8(signature, jwt[end..]);
        body.Append(jwt[..end]);

        void Put(ref int position, ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_scratch.AsSpan(position));
            position += bytes.Length;
        }
    }

    private sealed record Part(byte[] Before, byte[] Binding, SdJwtCredential? Credential);
}
