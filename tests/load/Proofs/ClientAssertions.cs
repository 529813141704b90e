using System.Text;
using Eudiplo.WalletSimulator.Keys;

namespace Eudiplo.Load.Proofs;

/// <summary>One wallet's client assertions (`private_key_jwt`, RFC 7523), each for one request.</summary>
/// <param name="key">The client's key.</param>
/// <param name="clientId">The `client_id`.</param>
/// <param name="issuer">The server's issuer identifier, which is the audience.</param>
public sealed class ClientAssertions(EcKey key, string clientId, string issuer)
{
    private const int LifetimeSeconds = 60;
    private readonly byte[] _parties = Encoding.UTF8.GetBytes(
        $$"""{"iss":"{{clientId}}","sub":"{{clientId}}","aud":"{{issuer}}","jti":" """.TrimEnd());

    private readonly Es256Jwt _jwt = new(key, "{\"alg\":\"ES256\"}"u8);

    /// <summary>The beginning of the parameters that the assertion is sent in; the assertion follows.</summary>
    public static ReadOnlySpan<byte> Parameters =>
        "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion="u8;

    /// <summary>An assertion.</summary>
    public ReadOnlyMemory<byte> Sign()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        _jwt.Begin();
        _jwt.Append(_parties);
        _jwt.AppendUnique();
        _jwt.Append("\",\"iat\":"u8);
        _jwt.Append(now);
        _jwt.Append(",\"exp\":"u8);
        _jwt.Append(now + LifetimeSeconds);
        _jwt.Append("}"u8);
        return _jwt.Sign();
    }
}
