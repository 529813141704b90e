namespace Eudiplo.Grains.Abstractions.Storage;

/// <summary>Names that grains and the storage provider agree on.</summary>
public static class StorageNames
{
    /// <summary>The storage provider of every grain: the service key of its <c>IGrainStorage</c>.</summary>
    public const string Provider = "eudiplo";

    /// <summary>The <c>kind</c> of session rows.</summary>
    public const string Session = "session";

    /// <summary>The <c>kind</c> of grant rows.</summary>
    public const string Grant = "grant";

    /// <summary>The <c>kind</c> of tenant rows.</summary>
    public const string Tenant = "tenant";

    /// <summary>The <c>kind</c> of the rows with the keys that a tenant signs presentation requests with.</summary>
    public const string RequestKeys = "request_keys";

    /// <summary>The <c>kind</c> of rows with a tenant's keys.</summary>
    public const string Keys = "keys";

    /// <summary>The <c>kind</c> of rows with credential offers.</summary>
    public const string Offer = "offer";

    /// <summary>The <c>kind</c> of rows with the state of a status list's indices.</summary>
    public const string StatusIndex = "statusindex";

    /// <summary>The <c>kind</c> of rows with what was used and may not be used again.</summary>
    public const string Replay = "replay";

    /// <summary>The <c>kind</c> of rows with a tenant's newest revocations.</summary>
    public const string Revocations = "revocations";
}
