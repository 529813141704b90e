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
    private static readonly AnswerKind[] Told =
    [
        AnswerKind.TokenIssued, AnswerKind.TokenLive, AnswerKind.TokenDead, AnswerKind.Refreshed, AnswerKind.Revoked, AnswerKind.TokenRevoked,
        AnswerKind.UserRevoked,
    ];

    private static readonly string[] UserNames = ["erika", "max"];
    private static readonly TimeSpan FinishLimit = TimeSpan.FromSeconds(60);

    private readonly Fleet _fleet;
    private readonly HttpClient _http;
    private readonly CancellationTokenSource _giveUp = new();
    private readonly List<FaultWallet> _wallets = [];
    private readonly List<PatientSender> _senders = [];
    private readonly FaultUser[] _users;
    private readonly Lock _lock = new();
    private readonly Task _running;
    private volatile bool _finishing;

    private FaultLoad(Fleet fleet, int wallets)
    {
        _fleet = fleet;
        (_http, Balancer) = fleet.Client();
        _users = [.. UserNames.Select(User)];
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
                return _senders.Sum(s => s.BrokenConnections);
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
                return _senders.Sum(s => s.Unavailable);
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
            Calls(endpoints, tenant),
            _fleet.Holder(),
            Sender(),
            tenant,
            Recorder);
        lock (_lock)
        {
            _wallets.Add(wallet);
        }

        return wallet;
    }

    /// <summary>
    /// Lets every wallet end its flow, uses the newest refresh token of each grant that ought to be alive, and holds what was told against the
    /// database.
    /// </summary>
    public async Task FinishAsync()
    {
        _finishing = true;
        await _running.WaitAsync(FinishLimit);
        foreach (var grant in _wallets.Select(w => w.Grant).Where(g => g is { IsKept: true, Problem: null }))
        {
            await grant!.RefreshAsync(_giveUp.Token);
            await grant.LookUpAllAsync(_giveUp.Token);
        }

        Assert.Empty(_wallets.Select(w => w.Problem).OfType<string>().Concat(_users.SelectMany(u => u.Problems())));
        var answers = Recorder.Answers;
        Assert.All(Told, kind => Assert.Contains(answers, a => a.Kind == kind));
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
            await Wallet().RunAsync(Credentials[flow % Credentials.Length], flow, _giveUp.Token);

            // Between the flows with sessions, grants that belong to users, and every now and then the end of all that one of them has.
            var user = _users[flow % _users.Length];
            if (await user.GetAsync(_giveUp.Token) is { } grant)
            {
                await grant.LookUpAllAsync(_giveUp.Token);
                await grant.RefreshAsync(_giveUp.Token);
            }

            if (flow % 5 == 0)
            {
                await user.RevokeAsync(_giveUp.Token);
            }
        }
    }

    private FaultUser User(string name)
    {
        var endpoints = TenantEndpoints.Conventional(Fleet.PublicUrl, "demo");
        return new FaultUser(name, new WalletClient(_http, endpoints, new BareDialect(), "wallet"), Calls(endpoints, "demo"), Sender(), Recorder, "demo");
    }

    private TenantCalls Calls(TenantEndpoints endpoints, string tenant) => new(_http, endpoints, _fleet.Demo.Backend, tenant);

    private PatientSender Sender()
    {
        var sender = new PatientSender();
        lock (_lock)
        {
            _senders.Add(sender);
        }

        return sender;
    }

    private async Task<StoredOutcome> OutcomeAsync(IReadOnlyList<RecordedAnswer> answers)
    {
        var sessions = new Dictionary<GrainKey, AuthSessionState>();
        var grants = new Dictionary<GrainKey, GrantState>();
        var readAt = TimeProvider.System.GetUtcNow();
        foreach (var key in answers.Select(a => a.Session).Where(s => s.Id != Guid.Empty).Distinct())
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
