namespace Eudiplo.Storage.Rows;

/// <summary>What a write does to its row.</summary>
internal enum WriteKind
{
    /// <summary>Makes a row that must not exist.</summary>
    Insert,

    /// <summary>Replaces a row that must have a given version.</summary>
    Update,

    /// <summary>Deletes a row that must have a given version.</summary>
    Delete,
}
