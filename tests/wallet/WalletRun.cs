using System.Text.Json;
using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.Backend;
using Eudiplo.WalletSimulator.Credentials;
using Eudiplo.WalletSimulator.Demo;
using Eudiplo.WalletSimulator.Flows;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.OAuth;
using Eudiplo.WalletSimulator.Presentations;

namespace Eudiplo.Wallet;

/// <summary>One run of the wallet against a gateway.</summary>
public sealed class WalletRun
{
    /// <summary>What to ask for.</summary>
    public required string CredentialConfiguration { get; init; }

    /// <summary>The gateway's base address.</summary>
    public required Uri Url { get; init; }

    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>The wallet's `client_id`.</summary>
    public required string ClientId { get; init; }

    /// <summary>The wallet's `redirect_uri`.</summary>
    public required string RedirectUri { get; init; }

    /// <summary>Where the demo tenant's keys are; null: looked for.</summary>
    public string? DemoDirectory { get; init; }

    /// <summary>Who ends web steps.</summary>
    public WebCompletion Completion { get; init; }

    /// <summary>The dialect's name.</summary>
    public required string Dialect { get; init; }

    /// <summary>Whether the session and the token are bound to a key.</summary>
    public bool Dpop { get; init; }

    /// <summary>Whether bodies for the endpoint are JSON.</summary>
    public bool JsonBody { get; init; }

    /// <summary>Whether the credential request and its response are encrypted.</summary>
    public bool EncryptsCredential { get; init; }

    /// <summary>Where to tell what happens.</summary>
    public required IWalletOutput Output { get; init; }

    /// <summary>Runs the flow.</summary>
    /// <returns>The exit code: 0 when the wallet has its credential (its token, where the issuer makes no credential itself), 1 when not.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        var outcome = await AttemptAsync(clock, cancellation);
        Output.End(outcome, clock.GetElapsedTime(started));
        return outcome.Succeeded ? 0 : 1;
    }

    private async Task<FlowOutcome> AttemptAsync(TimeProvider clock, CancellationToken cancellation)
    {
        try
        {
            // The browser's redirects are looked at, not followed: the page of the web step belongs to somebody else.
            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
            var dialect = WireDialects.Named(Dialect);
            var material = DemoMaterial.Load(DemoDirectory ?? FindDemoDirectory());
            var started = clock.GetTimestamp();
            var endpoints = await TenantEndpoints.DiscoverAsync(http, Url, Tenant, dialect, cancellation);
            Output.Step(new FlowStep(
                "metadata", "The wallet reads the server's metadata.",
                [
                    new("issuer", endpoints.Issuer.OriginalString),
                    new(dialect.EndpointMember, endpoints.InteractiveAuthorization.OriginalString),
                    new("token_endpoint", endpoints.Token.OriginalString),
                ],
                clock.GetElapsedTime(started), true));
            using var holder = EcKey.Generate();
            using var proofKey = EcKey.Generate();
            var pid = material.CreatePidIssuer(clock).Issue(DemoPid.For(holder));
            var licence = material.CreateLicenceIssuer(clock).Issue(DemoLicence.For(holder));
            var client = new WalletClient(http, endpoints, dialect, ClientId)
            {
                RedirectUri = RedirectUri,
                Body = JsonBody ? BodyForm.Json : BodyForm.Form,
                Dpop = Dpop ? new DpopProof(proofKey, clock) : null,
            };
            var flow = new WalletFlow(client, new HolderWallet([new SdJwtHeldCredential(pid), new MdocHeldCredential(licence)], clock), clock)
            {
                Backend = new TenantBackend(http, endpoints, material.Backend),
                Completion = Completion,
                WebResult = new JsonObject { ["company"] = "ACME" },
                Report = Output.Step,
            };
            var authorized = await flow.RunAsync(CredentialConfiguration, cancellation);
            var issuer = authorized.Succeeded ? await CredentialIssuer.DiscoverAsync(http, Url, Tenant, cancellation) : null;
            return issuer is null || !issuer.Issues(CredentialConfiguration)
                ? authorized
                : await new CredentialFlow(http, issuer, clock)
                {
                    ClientId = ClientId,
                    Holder = holder,
                    Dpop = client.Dpop,
                    Encrypts = EncryptsCredential,
                    Report = Output.Step,
                }.RunAsync(authorized.Token!, CredentialConfiguration, cancellation);
        }
        catch (HttpRequestException error)
        {
            return new FlowOutcome(null, $"No answer from {Url}: {error.Message} Is the gateway running?");
        }
        catch (Exception error) when (error is IOException or FormatException or JsonException or InvalidOperationException)
        {
            return new FlowOutcome(null, error.Message);
        }
    }

    private static string FindDemoDirectory()
    {
        string[] candidates = ["data/demo", "gateway/data/demo"];
        return candidates.FirstOrDefault(Directory.Exists) ?? candidates[0];
    }
}
