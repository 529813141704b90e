using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.Keys;

namespace Eudiplo.Cluster.Tests.Hosting;

/// <summary>The tenants of the tests: <c>demo</c>, and <c>hasty</c>, its copy with the shortest of lives.</summary>
internal static class TenantDirectory
{
    /// <summary>The life of a session of the tenant <c>hasty</c>.</summary>
    public static readonly TimeSpan HastyLifetime = TimeSpan.FromSeconds(30);

    /// <summary>How many sessions the client <c>few</c> may have open.</summary>
    public const int FewSessions = 3;

    /// <summary>The key of the clients <c>asserting</c> and <c>requesting</c>.</summary>
    public static EcKey Signer { get; } = EcKey.Generate();

    /// <summary>Writes the tenant files.</summary>
    public static async Task WriteAsync(string directory)
    {
        var tenants = Directory.CreateDirectory(Path.Combine(directory, "tenants")).FullName;
        var demo = (JsonObject)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "tenants", "demo.json")))!;

        // Long enough for the longest run, so that what dies has been revoked; and a wallet without an answer may come back late.
        demo["tokens"] = new JsonObject { ["accessTokenLifetimeSeconds"] = 86_400, ["refreshGraceSeconds"] = 60 };

        ((JsonArray)demo["clients"]![0]!["permissions"]!).Add("introspect");
        foreach (var (id, method) in new[] { ("asserting", "private_key_jwt"), ("requesting", "none"), ("few", "none") })
        {
            ((JsonArray)demo["clients"]!).Add(new JsonObject
            {
                ["clientId"] = id,
                ["tokenEndpointAuthMethod"] = method,
                ["jwks"] = new JsonObject { ["keys"] = new JsonArray(Signer.PublicJwk()) },
                ["openSessions"] = id == "few" ? FewSessions : 1_000_000,
                ["redirectUris"] = new JsonArray("https://wallet.example/cb"),
            });
        }

        await File.WriteAllTextAsync(Path.Combine(tenants, "demo.json"), demo.ToJsonString());
        var hasty = (JsonObject)demo.DeepClone();
        hasty["tenantId"] = "hasty";
        hasty["sessions"] = new JsonObject { ["lifetimeSeconds"] = (int)HastyLifetime.TotalSeconds };
        await File.WriteAllTextAsync(Path.Combine(tenants, "hasty.json"), hasty.ToJsonString());
    }
}
