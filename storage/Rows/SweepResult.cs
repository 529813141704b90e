namespace Eudiplo.Storage.Rows;

/// <summary>What one batch of the sweeper did.</summary>
/// <param name="Deleted">Rows that are gone.</param>
/// <param name="Erased">Rows whose payload was erased and that are kept for their times.</param>
/// <param name="Elsewhere">Another process is sweeping: this one did nothing.</param>
internal readonly record struct SweepResult(int Deleted, int Erased, bool Elsewhere)
{
    public int Total => Deleted + Erased;
}
