namespace Eudiplo.Grains.Statuses;

/// <summary>What a status list says of a credential.</summary>
public abstract record StatusOutcome
{
    private StatusOutcome()
    {
    }

    /// <summary>The credential is valid.</summary>
    public sealed record Valid : StatusOutcome;

    /// <summary>The credential is revoked, suspended, or not on its list.</summary>
    /// <param name="Reason">Which: a word from a fixed set.</param>
    /// <param name="Detail">More for the log.</param>
    public sealed record NotValid(string Reason, string? Detail = null) : StatusOutcome;

    /// <summary>The list cannot be had, or cannot be believed.</summary>
    /// <param name="Detail">Why, for the log.</param>
    public sealed record Unavailable(string? Detail) : StatusOutcome;
}
