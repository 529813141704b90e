using System.Text.Json.Nodes;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Http;
using Eudiplo.Grains.Sessions;
using Eudiplo.Unit.Tests.Clock;
using Eudiplo.Unit.Tests.Http;
using Eudiplo.Unit.Tests.Sessions;
using Eudiplo.WalletSimulator.Demo;
using Eudiplo.WalletSimulator.Jose;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.Mdoc;
using Eudiplo.WalletSimulator.Presentations;
using Eudiplo.WalletSimulator.SdJwt;
using Microsoft.Extensions.DependencyInjection;

namespace Eudiplo.Unit.Tests.Steps;

/// <summary>A session that waits for a presentation, a wallet with a PID, and the PID's issuer. The credential is <c>pid-only</c>.</summary>
internal sealed class PresentationScene : IAsyncDisposable
{
    public const string Endpoint = "https://issuer.example/acme/oid4vci/authorize/interactive";
    public const string Audience = "iae:https://issuer.example";
    public const string PidIssuer = "https://pid.demo.example";

    public PresentationScene(Action<JsonObject>? presentation = null, Action<JsonObject>? tenant = null, bool sharesDatabase = false)
    {
        Issuer = new SdJwtIssuer(PidIssuer, IssuerKey, Clock);
        Host = new SessionHost(
            Tenants(presentation, tenant), null, Clock, sharesDatabase, services => services.AddSingleton<IGuardedHttp>(Http));
        Wallet = new TestWallet(Host);
    }

    public FakeTimeProvider Clock { get; } = new();

    public EcKey IssuerKey { get; } = EcKey.Generate();

    public EcKey Holder { get; } = EcKey.Generate();

    public SdJwtIssuer Issuer { get; }

    public RoutedHttp Http { get; } = new();

    public SessionHost Host { get; }

    public TestWallet Wallet { get; private set; }

    public AuthSessionState Stored => Host.Stored(Wallet.SessionId)!;

    /// <summary>The log lines of refused and postponed answers.</summary>
    public IEnumerable<string> Log => Host.Logs.Entries.Select(entry => entry.Text).Where(text => text.Contains("an answer to step", StringComparison.Ordinal));

    public SdJwtIssuance Pid => DemoPid.For(Holder);

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        IssuerKey.Dispose();
        Holder.Dispose();
    }

    /// <summary>Another configuration from now on.</summary>
    public void Reconfigure(Action<JsonObject>? presentation = null, Action<JsonObject>? tenant = null)
    {
        Host.Tenants.Set("acme", Change(presentation, tenant), Issuer.Jwks());
        Clock.Advance(TimeSpan.FromSeconds(2));
    }

    public Task<SessionReply> BeginAsync(string credential = "pid-only") => Wallet.BeginAsync(credential);

    public Task<SessionReply> AnotherWalletBeginsAsync()
    {
        Wallet = new TestWallet(Host);
        return BeginAsync();
    }

    /// <summary>The request, of whatever form.</summary>
    public static JsonObject Question(SessionReply reply)
    {
        var question = (JsonObject)JsonNode.Parse(reply.Interaction!.PresentationRequest!)!;
        return question["request"] is { } signed ? CompactJws.Payload((string)signed!) : question;
    }

    /// <summary>The wallet's answer in clear.</summary>
    public string Answer(SessionReply reply, PresentationMutation? mutation = null, SdJwtIssuance? issuance = null, string? audience = null) =>
        Answer(reply, [new SdJwtHeldCredential(Issuer.Issue(issuance ?? Pid))], mutation, null, audience);

    public string Answer(
        SessionReply reply,
        IReadOnlyList<IHeldCredential> held,
        PresentationMutation? mutation = null,
        MdocMutation? mdocMutation = null,
        string? audience = null) =>
        new HolderWallet(held, Clock).Answer(PresentationRequest.Parse(Question(reply)), audience ?? Audience, Endpoint, mutation, mdocMutation);

    public Task<SessionReply> SendAsync(SessionReply first, string response) => Wallet.ContinueAsync(Wallet.Present(first, response));

    public async Task<SessionReply> PresentAsync(SessionReply first, PresentationMutation? mutation = null, SdJwtIssuance? issuance = null) =>
        await SendAsync(first, Answer(first, mutation, issuance));

    /// <summary>Nothing was decided: nothing is counted, and the step is open for the same presentation or another.</summary>
    public async Task PostponedAsync(SessionReply first, string response, string reason)
    {
        var before = Stored;

        var reply = await SendAsync(first, response);

        Assert.Equal(("temporarily_unavailable", 503), (reply.Error?.Code, reply.Error?.Status));
        Assert.Equal((SessionStatus.Pending, before.Attempts, before.UpdatedAt), (Stored.Status, Stored.Attempts, Stored.UpdatedAt));
        Assert.Contains($"({reason}", Log.Last(), StringComparison.Ordinal);
    }

    /// <summary>The answer is refused as every other is, counted, logged with its reason, and the step is open for a true one.</summary>
    public async Task RefusedAsync(SessionReply first, string response, string reason)
    {
        var attempts = Stored.Attempts;

        var reply = await SendAsync(first, response);

        Assert.Equal(("presentation_failed", "The presentation was not accepted.", 400), (reply.Error?.Code, reply.Error?.Description, reply.Error?.Status));
        Assert.Equal((SessionStatus.Pending, attempts + 1), (Stored.Status, Stored.Attempts));
        Assert.Contains($"({reason}", Log.Last(), StringComparison.Ordinal);
    }

    private TestTenants Tenants(Action<JsonObject>? presentation, Action<JsonObject>? tenant) => new(Change(presentation, tenant), Issuer.Jwks());

    private static Action<JsonObject> Change(Action<JsonObject>? presentation, Action<JsonObject>? tenant) => document =>
    {
        presentation?.Invoke((JsonObject)document["presentationConfigurations"]![0]!);
        tenant?.Invoke(document);
    };
}
