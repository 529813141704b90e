using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Hosting;
using Eudiplo.Storage.Options;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Eudiplo.Storage.Encryption;

/// <summary>Finds the master key that the options name, and makes one only where nothing could be lost by it.</summary>
internal sealed partial class MasterKeySource(IOptions<StorageOptions> options, StoragePaths paths, ILogger<MasterKeySource> logger) : IDisposable
{
    private MasterKey? _key;
    private MasterKey? _previous;
    private MasterKey? _next;

    /// <summary>The key, once <see cref="Load"/> has run.</summary>
    public MasterKey Key => _key ?? throw new InvalidOperationException("The storage is not initialized: call IStorageInitializer first.");

    /// <summary>Whether what the previous key wraps is to be wrapped anew.</summary>
    public bool TakesOver => _previous is not null;

    /// <summary>Decrypts what one of the configured keys has wrapped.</summary>
    /// <exception cref="CryptographicException">None of them has, or it was altered.</exception>
    public byte[] Unwrap(ReadOnlySpan<byte> wrapped)
    {
        foreach (var other in new[] { _previous, _next })
        {
            if (other is not null && other.Opens(wrapped))
            {
                return other.Unwrap(wrapped);
            }
        }

        return Key.Unwrap(wrapped);
    }

    /// <summary>Loads the keys.</summary>
    /// <param name="databaseInUse">Whether the database already has keys that only the right master key opens.</param>
    /// <exception cref="StorageException">There is no key, or it cannot be used.</exception>
    public void Load(bool databaseInUse)
    {
        var settings = options.Value;
        _previous = ReadOther(settings.PreviousMasterKey, nameof(settings.PreviousMasterKey));
        _next = ReadOther(settings.NextMasterKey, nameof(settings.NextMasterKey));
        if (settings.MasterKeyCertificate is { } certificate)
        {
            _key = ReadCertificate(paths.Resolve(certificate), settings.MasterKeyCertificatePassword, nameof(settings.MasterKeyCertificate));
            return;
        }

        var path = settings.MasterKeyFile is { } file ? paths.Resolve(file) : DefaultFile(settings);
        if (File.Exists(path))
        {
            _key = MasterKeyFile.Read(path);
        }
        else if (settings.MasterKeyFile is not null)
        {
            throw new StorageException(
                $"Eudiplo:Storage:MasterKeyFile is {path}, and there is no such file: mount the secret there. "
                + "For a new installation make one with 'head -c 32 /dev/urandom | base64 > master.key'.");
        }
        else if (databaseInUse)
        {
            throw new StorageException(
                $"The database has a key ring, but the master key file {path} that opens it is missing. No new one is made, because it could "
                + "not open what is stored. Put the file back from its backup, or set Eudiplo:Storage:MasterKeyFile to where it is.");
        }
        else
        {
            _key = MasterKeyFile.Create(path);
            LogCreated(path);
        }

        if (MasterKeyFile.IsOpenToOthers(path))
        {
            LogOpen(path);
        }
    }

    public void Dispose()
    {
        _key?.Dispose();
        _previous?.Dispose();
        _next?.Dispose();
    }

    private MasterKey? ReadOther(MasterKeyReference? reference, string option) => reference switch
    {
        { File: { } file } => MasterKeyFile.Read(paths.Resolve(file), $"{option}:File"),
        { Certificate: { } certificate } => ReadCertificate(paths.Resolve(certificate), reference.CertificatePassword, $"{option}:Certificate"),
        _ => null,
    };

    private string DefaultFile(StorageOptions settings) => settings.Provider == StorageProvider.Sqlite
        ? Path.Combine(Path.GetDirectoryName(paths.SqliteFile(settings))!, "master.key")
        : throw new StorageException(
            "Eudiplo:Storage:MasterKeyFile is (empty): with PostgreSQL every process needs the same key, so none is made silently. Set it, or "
            + "set Eudiplo:Storage:MasterKeyCertificate.");

    private static CertificateMasterKey ReadCertificate(string path, string? password, string option)
    {
        try
        {
            using var certificate = X509Certificate2.GetCertContentType(path) == X509ContentType.Pkcs12
                ? X509CertificateLoader.LoadPkcs12FromFile(path, password)
                : FromPem(path, password);
            return new CertificateMasterKey(certificate);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new StorageException(
                $"Eudiplo:Storage:{option} is {path}, and it cannot be used ({exception.GetType().Name}): it must be a PFX file, or a "
                + $"PEM file with certificate and key, with an RSA private key that {option}Password opens.",
                exception);
        }
    }

    private static X509Certificate2 FromPem(string path, string? password) =>
        password is null ? X509Certificate2.CreateFromPemFile(path) : X509Certificate2.CreateFromEncryptedPemFile(path, password);

    [LoggerMessage(1, LogLevel.Information, "Made the master key {Path}: keep a copy of it apart from the copies of the database")]
    private partial void LogCreated(string path);

    [LoggerMessage(2, LogLevel.Warning, "The master key file {Path} is readable for every user of this machine: set its mode to 0600")]
    private partial void LogOpen(string path);
}
