using System.Collections.Concurrent;

namespace Eudiplo.Cluster.Tests.Faults.History;

/// <summary>Keeps every answer that the wallets got, and lets a test wait for more of them.</summary>
internal sealed class Recorder
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly ConcurrentQueue<RecordedAnswer> _answers = new();
    private readonly Lock _lock = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
    private int _count;

    public IReadOnlyList<RecordedAnswer> Answers => [.. _answers];

    public void Add(RecordedAnswer answer)
    {
        _answers.Enqueue(answer);
        lock (_lock)
        {
            _count++;
            foreach (var waiting in _waiting.Where(w => _count >= w.Count).ToList())
            {
                _waiting.Remove(waiting);
                waiting.Reached.SetResult();
            }
        }
    }

    /// <summary>Waits until there are so many answers more than now.</summary>
    public Task MoreAsync(int count)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Add((_count + count, reached));
        }

        return reached.Task.WaitAsync(Limit);
    }
}
