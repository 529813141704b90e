using System.Text.Json;
using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.Backend;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.SdJwt;

namespace Eudiplo.WalletSimulator.Demo;

/// <summary>The keys that a gateway made for its demo tenant at its first start.</summary>
/// <param name="Backend">The demo tenant's backend client.</param>
/// <param name="PidIssuerKey">The key of the demo's PID provider.</param>
public sealed record DemoMaterial(BackendCredentials Backend, EcKey PidIssuerKey)
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

        return new DemoMaterial(new BackendCredentials(id, secret), EcKey.FromPrivateJwk(Read(directory, "pid-issuer.jwk.json")));
    }

    /// <summary>The demo's PID provider.</summary>
    public SdJwtIssuer CreatePidIssuer(TimeProvider clock) => new(PidIssuer, PidIssuerKey, clock);

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
