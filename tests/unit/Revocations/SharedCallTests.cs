using Eudiplo.Grains.Revocations;

namespace Eudiplo.Unit.Tests.Revocations;

public sealed class SharedCallTests
{
    [Fact]
    public async Task Callers_that_come_during_a_call_share_the_next_one()
    {
        var calls = new Calls();
        var shared = new SharedCall<int>(calls.MakeAsync);
        var first = shared.AskAsync();
        await calls.Begun(1);
        var others = Enumerable.Range(0, 100).Select(_ => shared.AskAsync()).ToArray();

        calls.End(1);
        Assert.Equal(1, await first);
        await calls.Begun(2);
        Assert.All(others, other => Assert.False(other.IsCompleted));
        calls.End(2);

        Assert.All(await Task.WhenAll(others), answer => Assert.Equal(2, answer));
    }

    [Fact]
    public async Task A_caller_that_comes_alone_gets_a_call_of_its_own()
    {
        var calls = new Calls();
        var shared = new SharedCall<int>(calls.MakeAsync);
        for (var n = 1; n <= 3; n++)
        {
            var answer = shared.AskAsync();
            await calls.Begun(n);
            calls.End(n);
            Assert.Equal(n, await answer);
        }
    }

    [Fact]
    public async Task A_failure_reaches_those_that_shared_the_call_and_nobody_else()
    {
        var calls = new Calls();
        var shared = new SharedCall<int>(calls.MakeAsync);
        var first = shared.AskAsync();
        await calls.Begun(1);
        var second = shared.AskAsync();
        calls.Fail(1);

        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        await calls.Begun(2);
        calls.End(2);
        Assert.Equal(2, await second);
    }

    [Fact]
    public async Task An_answer_never_comes_from_a_call_that_began_before_it_was_asked_for()
    {
        var clock = 0;
        var shared = new SharedCall<int>(async () =>
        {
            var begun = Volatile.Read(ref clock);
            await Task.Yield();
            return begun;
        });

        await Parallel.ForEachAsync(Enumerable.Range(0, 10_000), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, _) =>
        {
            var asked = Interlocked.Increment(ref clock);
            Assert.True(await shared.AskAsync() >= asked);
        });
    }

    /// <summary>Calls that end when the test says so; each returns its number.</summary>
    private sealed class Calls
    {
        private readonly TaskCompletionSource[] _begun = [.. Enumerable.Range(0, 8).Select(_ => New())];
        private readonly TaskCompletionSource[] _ends = [.. Enumerable.Range(0, 8).Select(_ => New())];
        private int _count;

        public async Task<int> MakeAsync()
        {
            var number = Interlocked.Increment(ref _count);
            _begun[number].SetResult();
            await _ends[number].Task;
            return number;
        }

        public Task Begun(int number) => _begun[number].Task;

        public void End(int number) => _ends[number].SetResult();

        public void Fail(int number) => _ends[number].SetException(new InvalidOperationException());

        private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
