using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Unit.Tests.SdJwt;

/// <summary>A P-256 key that signs without any of the code under test.</summary>
public sealed class TestKey : IDisposable
{
    private readonly ECDsa _key;

    public TestKey(ECCurve? curve = null) => _key = ECDsa.Create(curve ?? ECCurve.NamedCurves.nistP256);

    public ECDsa Key => _key;

    public static string Text(ReadOnlySpan<byte> octets) => Convert.ToBase64String(octets).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static string Text(string text) => Text(Encoding.UTF8.GetBytes(text));

    public JsonObject Jwk()
    {
        var point = _key.ExportParameters(false).Q;
        return new JsonObject { ["kty"] = "EC", ["crv"] = $"P-{_key.KeySize}", ["x"] = Text(point.X), ["y"] = Text(point.Y) };
    }

    public Jwk Public(string? keyId = null)
    {
        var json = Jwk();
        if (keyId is not null)
        {
            json["kid"] = keyId;
        }

        Assert.True(Eudiplo.Protocol.Jose.Jwk.TryParse(json.ToJsonString(), out var key, out var error), error);
        return key;
    }

    public string Sign(string header, string payload)
    {
        var text = $"{Text(header)}.{Text(payload)}";
        var hash = _key.KeySize switch { 256 => HashAlgorithmName.SHA256, 384 => HashAlgorithmName.SHA384, _ => HashAlgorithmName.SHA512 };
        return $"{text}.{Text(_key.SignData(Encoding.ASCII.GetBytes(text), hash))}";
    }

    public void Dispose() => _key.Dispose();
}
