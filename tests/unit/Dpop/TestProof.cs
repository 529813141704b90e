using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Eudiplo.Unit.Tests.Dpop;

/// <summary>A DPoP proof in the making, without any of the code under test.</summary>
public sealed class TestProof : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);

    public TestProof()
    {
        ECPoint point = Key.ExportParameters(false).Q;
        Header = new()
        {
            ["typ"] = "dpop+jwt",
            ["alg"] = "ES256",
            ["jwk"] = new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Text(point.X!), ["y"] = Text(point.Y!) },
        };
    }

    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public JsonObject Header { get; }

    public JsonObject Claims { get; } = new()
    {
        ["jti"] = "-BwC3ESc6acc2lTc",
        ["htm"] = "POST",
        ["htu"] = "https://server.example.com/token",
        ["iat"] = Now.ToUnixTimeSeconds(),
    };

    public static string Text(byte[] octets) => Convert.ToBase64String(octets).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static void Set(JsonObject json, string name, string? value)
    {
        json.Remove(name);
        if (value is not null)
        {
            json[name] = JsonNode.Parse(value);
        }
    }

    public string Sign() => Sign(Header.ToJsonString(), Claims.ToJsonString());

    public string Sign(string header, string claims)
    {
        string signed = $"{Text(Encoding.UTF8.GetBytes(header))}.{Text(Encoding.UTF8.GetBytes(claims))}";
        return $"{signed}.{Text(Key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    public void Dispose() => Key.Dispose();
}
