namespace Eudiplo.Grains.Abstractions.Storage;

/// <summary>
/// Knows of rows that cannot be there yet, so that the look that an activation takes before its first write need not go to the database. It saves a
/// read and decides nothing: a first write is a compare-and-swap, and is lost where there is a row after all.
/// </summary>
public interface INewRows
{
    /// <summary>Says that a key was made up at random a moment ago, and that nobody else has heard of it.</summary>
    /// <param name="kind">The kind of the row.</param>
    /// <param name="key">Its key.</param>
    /// <returns>Ends what was said: to be disposed of before anybody is told the key.</returns>
    IDisposable Announce(string kind, string key);
}
