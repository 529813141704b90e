namespace Eudiplo.Grains.IssuerMetadata;

/// <summary>How long the keys of issuers' metadata are used: section <c>Eudiplo:IssuerMetadata</c>.</summary>
public sealed class IssuerKeyOptions
{
    /// <summary>How long keys are used without being fetched again: the delay with which a withdrawn key counts. 0 to 24 h. Default 15 minutes.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How old keys must be to be fetched again when a credential names a key that is not among them: 1 s to 1 h. Default 1 minute.</summary>
    public TimeSpan MinAge { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long metadata that could not be had is not asked for again: 0 to 10 minutes. Default 3 s.</summary>
    public TimeSpan FailureAge { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>The largest metadata or key set, in bytes: 1 KiB to 1 MiB. Default 64 KiB.</summary>
    public int MaxBytes { get; set; } = 64 * 1024;
}
