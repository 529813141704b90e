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

    /// <summary>The key, once <see cref="Load"/> has run.</summary>
    public MasterKey Key => _key ?? throw new InvalidOperationException("The storage is not initialized: call IStorageInitializer first.");

    /// <summary>Loads the key.</summary>
    /// <param name="databaseInUse">Whether the database already has keys that only the right master key opens.</param>
    /// <exception cref="StorageException">There is no key, or it cannot be used.</exception>
    public void Load(bool databaseInUse)
    {
        var settings = options.Value;
        if (settings.MasterKeyCertificate is { } certificate)
        {
            _key = ReadCertificate(paths.Resolve(certificate), settings.MasterKeyCertificatePassword);
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

    public void Dispose() => _key?.Dispose();

    private string DefaultFile(StorageOptions settings) => settings.Provider == StorageProvider.Sqlite
        ? Path.Combine(Path.GetDirectoryName(paths.SqliteFile(settings))!, "master.key")
        : throw new StorageException(
            "Eudiplo:Storage:MasterKeyFile is (empty): with PostgreSQL every process needs the same key, so none is made silently. Set it, or "
            + "set Eudiplo:Storage:MasterKeyCertificate.");

    private static CertificateMasterKey ReadCertificate(string path, string? password)
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
                $"Eudiplo:Storage:MasterKeyCertificate is {path}, and it cannot be used ({exception.GetType().Name}): it must be a PFX file, or a "
                + "PEM file with certificate and key, with an RSA private key that MasterKeyCertificatePassword opens.",
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
