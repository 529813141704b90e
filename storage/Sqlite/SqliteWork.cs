using Eudiplo.Storage.Clock;
using Eudiplo.Storage.Rows;

namespace Eudiplo.Storage.Sqlite;

/// <summary>Something that waits for the writer: it runs in a transaction that it shares with others, and is answered when that is durable.</summary>
internal abstract class SqliteWork
{
    private Exception? _failure;

    /// <summary>What went wrong with this work alone.</summary>
    public Exception? Failure => _failure;

    /// <summary>When it came, as a <see cref="System.Diagnostics.Stopwatch"/> timestamp.</summary>
    public long EnqueuedAt { get; set; }

    /// <summary>Runs the statements; what it throws is told to this work's caller alone.</summary>
    public void Run(SqliteStatements statements, ExpiryClock clock)
    {
        try
        {
            _failure = null;
            Execute(statements, clock);
        }
        catch (Exception exception)
        {
            _failure = SqliteFailure.Translate(exception);
        }
    }

    /// <summary>Answers the caller, after the commit.</summary>
    public void Complete()
    {
        if (_failure is null)
        {
            Succeed();
        }
        else
        {
            Fail(_failure);
        }
    }

    /// <summary>Tells the caller that nothing was written, or that nobody knows.</summary>
    public abstract void Fail(Exception exception);

    protected abstract void Execute(SqliteStatements statements, ExpiryClock clock);

    protected abstract void Succeed();

    /// <summary>One row's compare-and-swap.</summary>
    public sealed class Row(StateWrite write) : SqliteWork
    {
        private WriteResult _result;

        public override void Fail(Exception exception) => write.TrySetException(exception);

        protected override void Execute(SqliteStatements statements, ExpiryClock clock) => _result = statements.Write(write, clock);

        protected override void Succeed() => write.TrySetResult(_result);
    }

    /// <summary>Anything else: several statements, undone together if one of them fails.</summary>
    public sealed class Change<T>(Func<SqliteStatements, T> change) : SqliteWork
    {
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Task => _completion.Task;

        public override void Fail(Exception exception) => _completion.TrySetException(exception);

        protected override void Execute(SqliteStatements statements, ExpiryClock clock)
        {
            statements.Execute("SAVEPOINT change");
            try
            {
                _result = change(statements);
                statements.Execute("RELEASE change");
            }
            catch
            {
                statements.RollBack("ROLLBACK TO change; RELEASE change");
                throw;
            }
        }

        protected override void Succeed() => _completion.TrySetResult(_result!);
    }
}
