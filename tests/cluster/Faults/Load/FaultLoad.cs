using Eudiplo.Cluster.Tests.Faults.Checking;
using Eudiplo.Cluster.Tests.Faults.History;
using Eudiplo.Cluster.Tests.Hosting;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Grants;
using Eudiplo.Grains.Sessions;
using Eudiplo.WalletSimulator.Backend;
using Eudiplo.WalletSimulator.InteractiveAuthorization;

namespace Eudiplo.Cluster.Tests.Faults.Load;

/// <summary>Wallets that run one flow after the other until they are told to finish.</summary>
internal sealed class FaultLoad : IAsyncDisposable
{
    private static readonly string[] Credentials = ["organization-credential", "guide-credential", "citizen-credential", "web-credential"];
    private static readonly TimeSpan FinishLimit = TimeSpan.FromSeconds(60);

    private readonly Fleet _fleet;
    private readonly HttpClient _http;
    private readonly CancellationTokenSource _giveUp = new();
    private readonly List<FaultWallet> _wallets = [];
    private readonly Lock _lock = new();
    private readonly Task _running;
    private volatile bool _finishing;

    private FaultLoad(Fleet fleet, int wallets)
    {
        _fleet = fleet;
        (_http, Balancer) = fleet.Client();
        _running = Task.WhenAll(Enumerable.Range(0, wallets).Select(wallet => Task.Run(() => RunAsync(wallet))));
    }

    public Recorder Recorder { get; } = new();

    public RoundRobin Balancer { get; }

    /// <summary>How many requests got no answer at all.</summary>
    public int BrokenConnections
    {
        get
        {
            lock (_lock)
            {
                return _wallets.Sum(w => w.BrokenConnections);
            }
        }
    }

    /// <summary>How many requests were told to come back later.</summary>
    public int Unavailable
    {
        get
        {
            lock (_lock)
            {
                return _wallets.Sum(w => w.Unavailable);
            }
        }
    }

    public static FaultLoad Start(Fleet fleet, int wallets) => new(fleet, wallets);

    /// <summary>A wallet of its own, which the test moves.</summary>
    public FaultWallet Wallet(string tenant = "demo")
    {
        var endpoints = TenantEndpoints.Conventional(Fleet.PublicUrl, tenant);
        var wallet = new FaultWallet(
            new WalletClient(_http, endpoints, new BareDialect(), "wallet"),
            new TenantBackend(_http, endpoints, _fleet.Demo.Backend),
            new TokenLookup(_http, endpoints, _fleet.Demo.Backend),
            _fleet.Holder(),
            tenant,
            Recorder);
        lock (_lock)
        {
            _wallets.Add(wallet);
        }

        return wallet;
    }

    /// <summary>Lets every wallet end its flow, and holds what they were told against the database.</summary>
    public async Task FinishAsync()
    {
        _finishing = true;
        await _running.WaitAsync(FinishLimit);
        lock (_lock)
        {
            Assert.Empty(_wallets.Where(w => w.Problem is not null).Select(w => w.Problem));
        }

        var answers = Recorder.Answers;
        Assert.All(
            new[] { AnswerKind.TokenIssued, AnswerKind.TokenLive, AnswerKind.Revoked }, kind => Assert.Contains(answers, a => a.Kind == kind));
        Assert.Empty(new Checker(await OutcomeAsync(answers), Lifetime).Check(answers));
    }

    public async ValueTask DisposeAsync()
    {
        _finishing = true;
        await _giveUp.CancelAsync();
        await ((Task)_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _giveUp.Dispose();
    }

    private static TimeSpan Lifetime(string tenant) => tenant == "hasty" ? TenantDirectory.HastyLifetime : TimeSpan.FromSeconds(600);

    private async Task RunAsync(int number)
    {
        for (var flow = number; !_finishing; flow++)
        {
            await Wallet().RunAsync(Credentials[flow % Credentials.Length], replay: flow % 3 == 0, _giveUp.Token);
        }
    }

    private async Task<StoredOutcome> OutcomeAsync(IReadOnlyList<RecordedAnswer> answers)
    {
        var sessions = new Dictionary<GrainKey, AuthSessionState>();
        var grants = new Dictionary<GrainKey, GrantState>();
        var readAt = TimeProvider.System.GetUtcNow();
        foreach (var key in answers.Select(a => a.Session).Distinct())
        {
            if (await _fleet.States.SessionAsync(key) is var (session, _))
            {
                sessions[key] = session;
            }

            if (await _fleet.States.GrantAsync(key) is var (grant, _))
            {
                grants[key] = grant;
            }
        }

        return new StoredOutcome(readAt, sessions, grants);
    }
}
