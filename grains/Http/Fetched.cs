namespace Eudiplo.Grains.Http;

/// <summary>A document that was fetched, or why there is none.</summary>
/// <param name="Document">The document; null when it could not be had.</param>
/// <param name="Failure">Why there is none, for the log.</param>
/// <param name="FreshUntil">Until when this outcome is used without asking again.</param>
/// <param name="Size">What it weighs in memory, in bytes.</param>
internal sealed record Fetched<T>(T? Document, string? Failure, DateTimeOffset FreshUntil, long Size)
    where T : class
{
    /// <summary>When it was fetched.</summary>
    public DateTimeOffset At { get; init; }
}
