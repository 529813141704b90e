using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.Load.Commands;
using Eudiplo.WalletSimulator.Demo;
using Eudiplo.WalletSimulator.InteractiveAuthorization;

namespace Eudiplo.Load.Runs;

/// <summary>Makes the tenants that a run needs and the server does not have, through the admin API, as copies of the first tenant.</summary>
/// <param name="options">What the command line asked for.</param>
public sealed class TenantSetup(LoadOptions options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Makes what is missing, and waits until every server knows it.</summary>
    /// <exception cref="LoadSetupException">The admin API refuses; the message says what it answered.</exception>
    /// <exception cref="HttpRequestException">The server does not answer.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        var key = (await File.ReadAllTextAsync(options.AdminKeyFile!, cancellation)).Trim();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        JsonObject? model = null;
        foreach (var name in options.Tenants.Distinct().Skip(1))
        {
            if (await IsKnownAsync(http, options.Urls[0], name, cancellation))
            {
                continue;
            }

            model ??= await ModelAsync(http, cancellation);
            model["tenantId"] = name;
            model["displayName"] = name;
            using var content = new StringContent(model.ToJsonString(), Encoding.UTF8, "application/json");
            using var response = await http.PutAsync(Address(name), content, cancellation);
            if (response.StatusCode != HttpStatusCode.Created)
            {
                throw new LoadSetupException(
                    $"The admin API did not make tenant {name}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellation)}");
            }
        }

        foreach (var name in options.Tenants.Distinct())
        {
            foreach (var url in options.Urls)
            {
                await UntilKnownAsync(http, url, name, cancellation);
            }
        }
    }

    private Uri Address(string tenant) => new(options.Urls[0], $"/admin/tenants/{tenant}");

    private async Task<JsonObject> ModelAsync(HttpClient http, CancellationToken cancellation)
    {
        using var response = await http.GetAsync(Address(options.Tenants[0]), cancellation);
        var text = await response.Content.ReadAsStringAsync(cancellation);
        if (response.StatusCode != HttpStatusCode.OK || JsonNode.Parse(text) is not JsonObject document)
        {
            throw new LoadSetupException($"The admin API does not show tenant {options.Tenants[0]}, the model for the others: {(int)response.StatusCode} {text}");
        }

        document.Remove("demo");
        document.Remove("$schema");

        // The API shows no secrets, not even their hashes. The backend's is known here, and is the copy's too.
        var backend = DemoMaterial.Load(options.DemoDirectory).Backend;
        foreach (var client in document["clients"]?.AsArray().OfType<JsonObject>() ?? [])
        {
            if ((string?)client["clientId"] == backend.ClientId)
            {
                client["secretHash"] = $"sha256:{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(backend.ClientSecret)))}";
            }
        }

        return document;
    }

    private static async Task<bool> IsKnownAsync(HttpClient http, Uri url, string tenant, CancellationToken cancellation)
    {
        using var response = await http.GetAsync(TenantEndpoints.MetadataAddress(url, tenant), cancellation);
        return response.StatusCode == HttpStatusCode.OK;
    }

    private static async Task UntilKnownAsync(HttpClient http, Uri url, string tenant, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            while (!await IsKnownAsync(http, url, tenant, limit.Token))
            {
                await timer.WaitForNextTickAsync(limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new LoadSetupException($"{url} does not know tenant {tenant} after {Patience.TotalSeconds} s.");
        }
    }
}
