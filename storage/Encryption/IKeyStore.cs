namespace Eudiplo.Storage.Encryption;

/// <summary>The tables beside the states: the key ring, and small values that every process must agree on.</summary>
/// <remarks>Synchronous because Data Protection's repository is; used at start and when the key ring is refreshed, once a day.</remarks>
internal interface IKeyStore
{
    /// <summary>All elements of the key ring, oldest first.</summary>
    IReadOnlyList<string> ReadKeys();

    /// <summary>Adds an element to the key ring.</summary>
    void AddKey(string name, string xml);

    /// <summary>Puts another text in the place of an element of the key ring.</summary>
    void ReplaceKey(string xml, string replacement);

    /// <summary>A setting's value, or null.</summary>
    byte[]? ReadSetting(string name);

    /// <summary>Sets a value that is not there yet; a value that is there stays.</summary>
    void AddSetting(string name, byte[] value);

    /// <summary>Changes a value that is there.</summary>
    void ReplaceSetting(string name, byte[] value);
}
