using System.Collections.Concurrent;

namespace Eudiplo.Cluster.Tests.Hosting;

/// <summary>
/// A load balancer without sticky sessions: each request goes to the next process, whoever sends it. It knows no health: a request to a process
/// that is gone fails, as it does in the moment before a real balancer notices.
/// </summary>
internal sealed class RoundRobin : DelegatingHandler
{
    private readonly ConcurrentDictionary<Uri, int> _counts = new();
    private Uri[] _targets;
    private int _next;

    public RoundRobin(IEnumerable<Uri> targets)
        : base(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
    {
        _targets = [.. targets];
    }

    /// <summary>How many requests each process got.</summary>
    public IReadOnlyDictionary<Uri, int> Counts => _counts;

    /// <summary>Sends to these from now on.</summary>
    public void Use(IEnumerable<Uri> targets) => Volatile.Write(ref _targets, [.. targets]);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var targets = Volatile.Read(ref _targets);
        var target = targets[(uint)Interlocked.Increment(ref _next) % targets.Length];
        _counts.AddOrUpdate(target, 1, (_, count) => count + 1);
        request.RequestUri = new Uri(target, request.RequestUri!.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }
}
