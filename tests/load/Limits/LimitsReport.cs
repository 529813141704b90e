using System.Runtime.InteropServices;

namespace Eudiplo.Load.Limits;

/// <summary>The limits of a machine, measured together.</summary>
/// <param name="Started">When measuring began.</param>
/// <param name="Seconds">Seconds for each figure.</param>
/// <param name="Concurrency">Connections, and clients of the one-row statements.</param>
/// <param name="RowsTogether">Rows of a statement or transaction, where they travel together.</param>
/// <param name="Rows">The figures.</param>
/// <param name="Missing">What could not be measured, and why.</param>
public sealed record LimitsReport(
    DateTimeOffset Started,
    double Seconds,
    int Concurrency,
    int RowsTogether,
    IReadOnlyList<LimitRow> Rows,
    IReadOnlyList<string> Missing)
{
    /// <summary>Processors of the machine.</summary>
    public int Processors { get; init; } = Environment.ProcessorCount;

    /// <summary>The system, for the record.</summary>
    public string System { get; init; } = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
}
