using System.Security.Cryptography;
using System.Text;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Options;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace Eudiplo.Storage.Encryption;

/// <summary>Makes the first keys of a database, and finds out at start whether the master key is the right one.</summary>
internal sealed class KeyRing(
    IOptions<StorageOptions> options,
    MasterKeySource masterKey,
    MasterKeyTakeover takeover,
    DatabaseXmlRepository repository,
    IServiceProvider services,
    SubjectHasher subjects)
{
    private const string MasterKeyCheck = "master_key_check";
    private const string MasterKeyId = "master_key_id";
    private const string SubjectKey = "subject_hash_key";

    /// <summary>Runs under the lock of initialization: of several processes that start at once, one makes the keys.</summary>
    public void Prepare(IKeyStore store)
    {
        var inUse = store.ReadKeys().Count > 0 || store.ReadSetting(MasterKeyCheck) is not null;
        masterKey.Load(inUse);
        CheckMasterKey(store);
        if (masterKey.TakesOver)
        {
            takeover.Run(store, MasterKeyId, [MasterKeyCheck, SubjectKey]);
        }

        takeover.CheckAll(store);
        repository.During(store, () =>
        {
            // Asked for only now: Data Protection must not look at the key ring before the master key is known to be right.
            var manager = (IKeyManager)services.GetService(typeof(IKeyManager))!;
            // Data Protection goes by the system's clock, so its keys do too.
            var now = TimeProvider.System.GetUtcNow();
            if (manager.GetAllKeys().Count == 0)
            {
                manager.CreateNewKey(now, now + options.Value.KeyLifetime);
            }
        });
        LoadSubjectKey(store);
    }

    /// <summary>Has Data Protection read the key ring now, and not within somebody's request.</summary>
    public static void WarmUp(IDataProtectionProvider provider)
    {
        var protector = provider.CreateProtector("Eudiplo.WarmUp");
        protector.Unprotect(protector.Protect([0]));
    }

    // The check value is known text under the master key. A database with another key's check must not be written to: Data Protection
    // would pass over the keys that it cannot read, and make new ones.
    private void CheckMasterKey(IKeyStore store)
    {
        var id = Encoding.UTF8.GetBytes(masterKey.Key.Id);
        store.AddSetting(MasterKeyId, id);
        store.AddSetting(MasterKeyCheck, masterKey.Key.Wrap("Eudiplo"u8));
        var check = store.ReadSetting(MasterKeyCheck)!;
        try
        {
            masterKey.Unwrap(check);
        }
        catch (CryptographicException exception)
        {
            var stored = Encoding.UTF8.GetString(store.ReadSetting(MasterKeyId) ?? []);
            throw new StorageException(
                $"The master key is not the one that this database was set up with: it is {masterKey.Key.Id}, and the database needs {stored}. "
                + "Set Eudiplo:Storage:MasterKeyFile or MasterKeyCertificate to that one, or PreviousMasterKey if the new one shall replace it.",
                exception);
        }
    }

    private void LoadSubjectKey(IKeyStore store)
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        store.AddSetting(SubjectKey, masterKey.Key.Wrap(secret));
        subjects.Use(masterKey.Unwrap(store.ReadSetting(SubjectKey)!));
        CryptographicOperations.ZeroMemory(secret);
    }
}
