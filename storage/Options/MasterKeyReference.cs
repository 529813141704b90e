namespace Eudiplo.Storage.Options;

/// <summary>Where a second master key is while one takes over from the other: a key file, or a certificate.</summary>
public sealed class MasterKeyReference
{
    /// <summary>A file as in <see cref="StorageOptions.MasterKeyFile"/>. It must be there.</summary>
    public string? File { get; set; }

    /// <summary>A certificate as in <see cref="StorageOptions.MasterKeyCertificate"/>.</summary>
    public string? Certificate { get; set; }

    /// <summary>The password of <see cref="Certificate"/>, where it has one.</summary>
    public string? CertificatePassword { get; set; }
}
