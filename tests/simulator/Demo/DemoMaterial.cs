using System.Text.Json;
using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.Backend;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.Mdoc;
using Eudiplo.WalletSimulator.SdJwt;

namespace Eudiplo.WalletSimulator.Demo;

/// <summary>The keys that a gateway made for its demo tenant at its first start.</summary>
/// <param name="Backend">The demo tenant's backend client.</param>
/// <param name="PidIssuerKey">The key of the demo's PID provider.</param>
/// <param name="LicenceIssuerKey">The key of the demo's issuer of driving licences.</param>
/// <param name="LicenceIssuerCertificates">That key's certificates, leaf first, DER, without the root.</param>
public sealed record DemoMaterial(
    BackendCredentials Backend, EcKey PidIssuerKey, EcKey LicenceIssuerKey, IReadOnlyList<byte[]> LicenceIssuerCertificates)
{
    /// <summary>The issuer identifier of the demo's PID provider.</summary>
    public const string PidIssuer = "https://pid.demo.example";

    /// <summary>Reads the material.</summary>
    /// <exception cref="DirectoryNotFoundException">A file is missing: the gateway has not started there yet.</exception>
    /// <exception cref="FormatException">A file is not what it should be.</exception>
    public static DemoMaterial Load(string directory)
    {
        var client = JsonNode.Parse(Read(directory, "backend-client.json")) as JsonObject;
        if ((string?)client?["clientId"] is not { } id || (string?)client["clientSecret"] is not { } secret)
        {
            throw new FormatException($"{Path.Combine(directory, "backend-client.json")} has no clientId and clientSecret.");
        }

        var licence = Read(directory, "licence-issuer.jwk.json");
        if (JsonNode.Parse(licence)?["x5c"] is not JsonArray certificates)
        {
            throw new FormatException($"{Path.Combine(directory, "licence-issuer.jwk.json")} has no x5c.");
        }

        return new DemoMaterial(
            new BackendCredentials(id, secret),
            EcKey.FromPrivateJwk(Read(directory, "pid-issuer.jwk.json")),
            EcKey.FromPrivateJwk(licence),
            [.. certificates.Select(certificate => Convert.FromBase64String((string)certificate!))]);
    }

    /// <summary>The demo's PID provider.</summary>
    public SdJwtIssuer CreatePidIssuer(TimeProvider clock) => new(PidIssuer, PidIssuerKey, clock);

    /// <summary>The demo's issuer of driving licences.</summary>
    public MdocIssuer CreateLicenceIssuer(TimeProvider clock) => new(LicenceIssuerKey, LicenceIssuerCertificates, clock);

    private static string Read(string directory, string name)
    {
        var path = Path.Combine(directory, name);
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException error)
        {
            throw new DirectoryNotFoundException(
                $"{path} cannot be read. The gateway writes it at its first start; name its directory with --demo-directory.", error);
        }
        catch (JsonException error)
        {
            throw new FormatException($"{path} is not JSON.", error);
        }
    }
}
