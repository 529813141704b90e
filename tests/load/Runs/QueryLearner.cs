using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eudiplo.Load.Commands;
using Eudiplo.Load.Proofs;
using Eudiplo.Load.Reports;
using Eudiplo.Load.Wallets;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.OAuth;
using Eudiplo.WalletSimulator.Presentations;

namespace Eudiplo.Load.Runs;

/// <summary>Begins one session per credential configuration, to see what its first step asks for, and whether it can begin at all.</summary>
/// <param name="http">How requests travel.</param>
/// <param name="options">What the command line asked for.</param>
internal sealed class QueryLearner(HttpClient http, LoadOptions options)
{
    /// <summary>Puts the queries into <paramref name="target"/>.</summary>
    /// <exception cref="LoadSetupException">The tenant refuses to begin; the message says what it answered.</exception>
    public async Task LearnAsync(TenantTarget target, CancellationToken cancellation)
    {
        foreach (var configuration in options.Flow.CredentialConfigurations)
        {
            var reply = await BeginAsync(target, configuration, cancellation);
            if (reply.AuthSession is null)
            {
                var meaning = reply.Status == HttpStatusCode.TooManyRequests ? " " + Bottleneck.RateLimited : null;
                throw new LoadSetupException($"Tenant {target.Name} refuses an initial request for {configuration}: {reply}.{meaning}");
            }

            if (reply.Kind == InteractiveReplyKind.Presentation)
            {
                var endpoint = target.Endpoints.InteractiveAuthorization;
                target.Queries[configuration] = new LearnedQuery(
                    PresentationRequest.Parse(reply.PresentationRequest!),
                    target.Dialect.AudiencePrefix + endpoint.GetLeftPart(UriPartial.Authority),
                    endpoint.OriginalString);
            }
        }
    }

    private async Task<InteractiveReply> BeginAsync(TenantTarget target, string configuration, CancellationToken cancellation)
    {
        var endpoint = target.Endpoints.InteractiveAuthorization;
        var body = Encoding.ASCII.GetString(target.InitialBody(configuration)) + Pkce.Generate().Challenge;
        if (options.Wallet.ClientKey is { } key)
        {
            var assertions = new ClientAssertions(key, target.ClientId, target.Endpoints.Issuer.OriginalString.TrimEnd('/'));
            body += Encoding.ASCII.GetString(ClientAssertions.Parameters) + Encoding.ASCII.GetString(assertions.Sign().Span);
        }

        var proof = options.Wallet.Dpop ? new DpopProof(EcKey.Generate(), TimeProvider.System) : null;
        string? nonce = null;
        while (true)
        {
            // The metadata's addresses are those of the public; the load goes where the command line says.
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Urls[0], endpoint.AbsolutePath))
            {
                Content = new StringContent(body, Encoding.ASCII, "application/x-www-form-urlencoded"),
            };
            if (proof is not null)
            {
                request.Headers.Add("DPoP", proof.Create("POST", endpoint, nonce));
            }

            using var response = await http.SendAsync(request, cancellation);
            var reply = target.Dialect.Read(response.StatusCode, await ReadAsync(response, cancellation));
            if (proof is null || nonce is not null || reply.Error != "use_dpop_nonce"
                || !response.Headers.TryGetValues("DPoP-Nonce", out var nonces))
            {
                return reply;
            }

            nonce = nonces.First();
        }
    }

    private static async Task<JsonObject?> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            return JsonNode.Parse(await response.Content.ReadAsByteArrayAsync(cancellation)) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
