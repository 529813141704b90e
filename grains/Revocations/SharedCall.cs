namespace Eudiplo.Grains.Revocations;

/// <summary>
/// Lets callers that come while a call is under way share the next one. Each gets the answer of a call that began after it asked, so the
/// answer is as good as that of a call of its own; and however many ask, one call at a time is under way.
/// </summary>
internal sealed class SharedCall<T>(Func<Task<T>> call)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource<T>? _next;
    private bool _running;

    /// <summary>The answer of a call that begins now or later.</summary>
    public Task<T> AskAsync()
    {
        lock (_lock)
        {
            var next = _next ??= new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_running)
            {
                _running = true;

                // Away from the caller: the call is everybody's, and must go on when the caller's turn or request has ended.
                using (ExecutionContext.SuppressFlow())
                {
                    _ = Task.Run(RunAsync);
                }
            }

            return next.Task;
        }
    }

    private async Task RunAsync()
    {
        while (Take() is { } waiting)
        {
            try
            {
                waiting.SetResult(await call());
            }
            catch (Exception exception)
            {
                waiting.SetException(exception);
            }
        }
    }

    private TaskCompletionSource<T>? Take()
    {
        lock (_lock)
        {
            var waiting = _next;
            _next = null;
            _running = waiting is not null;
            return waiting;
        }
    }
}
