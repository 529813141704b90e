using System.Text.Json.Nodes;

namespace Eudiplo.Interop.Tests.Running;

/// <summary>The demo tenant, and its copies whose presentation requests are told in the tenant's name.</summary>
internal static class InteropTenants
{
    // Two things the library wants otherwise than the specifications, and Eudiplo has an option for each (docs/presentations.md): an
    // unsigned request with a client_id, and a signed one with expected_url in the place of expected_origins.
    private const string Unsigned = """{ "clientId": "eudiplo" }""";
    private const string SignedByHash = """{ "form": "x509_hash", "expected": "url" }""";
    private const string SignedByName = """{ "form": "x509_san_dns", "expected": "url" }""";

    /// <param name="demo">The demo tenant.</param>
    /// <param name="attester">The public key of the wallet's provider.</param>
    public static IEnumerable<JsonObject> All(JsonObject demo, JsonObject attester) =>
    [
        demo,
        Copy(demo, "unsigned", Unsigned, "iae_post"),
        Copy(demo, "unsigned-encrypted", Unsigned, "iae_post.jwt"),
        Copy(demo, "hash", SignedByHash, "iae_post"),
        Copy(demo, "hash-encrypted", SignedByHash, "iae_post.jwt"),
        Copy(demo, "name", SignedByName, "iae_post"),
        Copy(demo, "name-encrypted", SignedByName, "iae_post.jwt"),
        Copy(demo, "origins", """{ "form": "x509_hash" }""", "iae_post"),
        WithDpop(Copy(demo, "dpop", Unsigned, "iae_post")),
        WithAttestation(Copy(demo, "attested", Unsigned, "iae_post"), attester),
    ];

    private static JsonObject WithDpop(JsonObject tenant)
    {
        tenant["dpop"] = new JsonObject { ["required"] = true, ["nonces"] = true };
        return tenant;
    }

    private static JsonObject WithAttestation(JsonObject tenant, JsonObject attester)
    {
        tenant["clientAttestation"] = new JsonObject
        {
            ["attesters"] = new JsonArray(new JsonObject
            {
                ["issuer"] = "https://attester.example",
                ["jwks"] = new JsonObject { ["keys"] = new JsonArray(attester) },
            }),
        };
        return tenant;
    }

    private static JsonObject Copy(JsonObject demo, string tenantId, string request, string responseMode)
    {
        var copy = demo.DeepClone().AsObject();
        copy["tenantId"] = tenantId;
        foreach (var presentation in copy["presentationConfigurations"]!.AsArray())
        {
            presentation!["request"] = JsonNode.Parse(request);
            presentation["responseMode"] = responseMode;
        }

        return copy;
    }
}
