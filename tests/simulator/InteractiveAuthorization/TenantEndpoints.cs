using System.Text.Json.Nodes;

namespace Eudiplo.WalletSimulator.InteractiveAuthorization;

/// <summary>Where a tenant's authorization server is.</summary>
/// <param name="Issuer">The issuer identifier.</param>
/// <param name="InteractiveAuthorization">The interactive authorization endpoint.</param>
/// <param name="Authorization">The endpoint for the browser.</param>
/// <param name="Token">The token endpoint.</param>
/// <param name="Metadata">The metadata as received; null when the addresses were made up by convention.</param>
public sealed record TenantEndpoints(Uri Issuer, Uri InteractiveAuthorization, Uri Authorization, Uri Token, JsonObject? Metadata = null)
{
    /// <summary>The addresses by convention, without asking the server.</summary>
    public static TenantEndpoints Conventional(Uri publicUrl, string tenant)
    {
        var issuer = $"{publicUrl.ToString().TrimEnd('/')}/{tenant}";
        return new TenantEndpoints(
            new Uri(issuer),
            new Uri($"{issuer}/oid4vci/authorize/interactive"),
            new Uri($"{issuer}/oid4vci/authorize"),
            new Uri($"{issuer}/oid4vci/token"));
    }

    /// <summary>Where the metadata of a tenant is (RFC 8414, section 3.1).</summary>
    public static Uri MetadataAddress(Uri baseUrl, string tenant) =>
        new(baseUrl, $"/.well-known/oauth-authorization-server{baseUrl.AbsolutePath.TrimEnd('/')}/{tenant}");

    /// <summary>Asks the server for its metadata.</summary>
    /// <exception cref="HttpRequestException">The server did not answer with 200.</exception>
    /// <exception cref="FormatException">The metadata lacks an endpoint.</exception>
    public static async Task<TenantEndpoints> DiscoverAsync(
        HttpClient http, Uri baseUrl, string tenant, IWireDialect dialect, CancellationToken cancellation = default)
    {
        var address = MetadataAddress(baseUrl, tenant);
        using var response = await http.GetAsync(address, cancellation);
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"{address} answered {(int)response.StatusCode}.", null, response.StatusCode);
        }

        var json = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellation)) as JsonObject;
        return new TenantEndpoints(
            Member("issuer"), Member(dialect.EndpointMember), Member("authorization_endpoint"), Member("token_endpoint"), json);

        Uri Member(string name) => ReplyMember.Text(json, name) is { } text && Uri.TryCreate(text, UriKind.Absolute, out var uri)
            ? uri
            : throw new FormatException($"The metadata at {address} has no '{name}'.");
    }
}
