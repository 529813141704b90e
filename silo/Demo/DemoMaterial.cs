using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Eudiplo.Grains.Clients;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Silo.Demo;

/// <summary>
/// The keys and secrets of the demo tenant, made on first start so that none is in the source: the key of an issuer of PIDs to present, the
/// key and certificates of an issuer of driving licences (mdoc), and the secret of the demo's own backend. Only the server's user can read them.
/// </summary>
internal static class DemoMaterial
{
    private const string BackendClientId = "demo-backend";

    /// <summary>Makes what is missing in a directory.</summary>
    public static void EnsureIn(string directory)
    {
        Directory.CreateDirectory(directory);
        if (!File.Exists(Path.Combine(directory, "pid-issuer.jwk.json")))
        {
            MakePidIssuer(directory);
        }

        if (!File.Exists(Path.Combine(directory, "licence-issuer.jwk.json")))
        {
            MakeLicenceIssuer(directory);
        }

        if (!File.Exists(Path.Combine(directory, "backend-client.json")))
        {
            MakeBackend(directory);
        }
    }

    private static void MakePidIssuer(string directory)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parameters = key.ExportParameters(includePrivateParameters: true);
        var kid = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(9));

        // The public half first: whoever sees the private file finds both.
        Write(directory, "pid-issuer.jwks.json", Json.WriteText(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("keys");
            WriteKey(json, parameters, kid, withPrivatePart: false);
            json.WriteEndArray();
            json.WriteEndObject();
        }));
        Write(directory, "pid-issuer.jwk.json", Json.WriteText(json => WriteKey(json, parameters, kid, withPrivatePart: true)));
    }

    private static void MakeLicenceIssuer(string directory)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = LicenceAuthority.Certify(key, TimeProvider.System.GetUtcNow());
        var parameters = key.ExportParameters(includePrivateParameters: true);
        var kid = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(9));

        // The root first: whoever sees the private file finds both.
        Write(directory, "licence-root.pem", authority.RootPem);
        Write(directory, "licence-issuer.jwk.json", Json.WriteText(json => WriteKey(json, parameters, kid, withPrivatePart: true, authority.Signer)));
    }

    private static void MakeBackend(string directory)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        Write(directory, "backend-client.hash", ClientSecretHash.Of(secret));
        Write(directory, "backend-client.json", Json.WriteText(json =>
        {
            json.WriteStartObject();
            json.WriteString("clientId", BackendClientId);
            json.WriteString("clientSecret", secret);
            json.WriteEndObject();
        }));
    }

    private static void WriteKey(System.Text.Json.Utf8JsonWriter json, ECParameters key, string kid, bool withPrivatePart, byte[]? certificate = null)
    {
        json.WriteStartObject();
        json.WriteString("kty", "EC");
        json.WriteString("crv", "P-256");
        json.WriteString("kid", kid);
        json.WriteString("alg", "ES256");
        json.WriteString("use", "sig");
        json.WriteString("x", Base64Url.EncodeToString(key.Q.X));
        json.WriteString("y", Base64Url.EncodeToString(key.Q.Y));
        if (withPrivatePart)
        {
            json.WriteString("d", Base64Url.EncodeToString(key.D));
        }

        if (certificate is not null)
        {
            json.WriteStartArray("x5c");
            json.WriteBase64StringValue(certificate);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Write(string directory, string name, string content)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(Path.Combine(directory, name), options);
        file.Write(Encoding.UTF8.GetBytes(content));
    }
}
