namespace Eudiplo.Storage.Rows;

/// <summary>What became of one write.</summary>
/// <param name="Applied">False: the compare-and-swap was lost and nothing was written.</param>
/// <param name="StoredVersion">The version that is stored, where the loser saw one.</param>
internal readonly record struct WriteResult(bool Applied, long? StoredVersion);
