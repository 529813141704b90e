using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Tests.Running;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;

namespace Eudiplo.Storage.Tests.Encryption;

public sealed class MasterKeyTakeoverTests
{
    [Theory, EveryProvider]
    public async Task A_new_master_key_takes_over_and_the_old_one_opens_nothing_any_more(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (old, anew) = (await KeyAsync(database, "old.key"), await KeyAsync(database, "new.key"));
        await using (var before = await StorageHost.StartAsync(database, null, ("MasterKeyFile", old)))
        {
            await before.InsertAsync("acme/1", new Ticket { Claim = "Erika", Subject = "erika" });
        }

        await using (var during = await StorageHost.StartAsync(database, null, ("MasterKeyFile", anew), ("PreviousMasterKey:File", old)))
        {
            Assert.Equal("Erika", (await during.ReadAsync("acme/1")).State.Claim);
        }

        await using var after = await StorageHost.StartAsync(database, null, ("MasterKeyFile", anew));
        Assert.Equal("Erika", (await after.ReadAsync("acme/1")).State.Claim);
        await after.InsertAsync("acme/2", new Ticket { Claim = "Max", Subject = "erika" });
        Assert.Equal(1L, await database.ScalarAsync("SELECT count(DISTINCT subject_hash) FROM state"));
        Assert.Equal(1L, await database.ScalarAsync("SELECT count(*) FROM data_protection_keys"));
        var failure = await Assert.ThrowsAsync<StorageException>(() => StorageHost.StartAsync(database, null, ("MasterKeyFile", old)));
        Assert.Contains("not the one", failure.Message, StringComparison.Ordinal);
    }

    [Theory, EveryProvider]
    public async Task A_certificate_takes_over_from_a_key_file_and_gives_back_to_another(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (old, anew) = (await KeyAsync(database, "old.key"), await KeyAsync(database, "new.key"));
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=Eudiplo", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var pfx = Path.Combine(database.Directory, "master.pfx");
        await File.WriteAllBytesAsync(pfx, certificate.Export(X509ContentType.Pkcs12, "secret"));
        await using (var before = await StorageHost.StartAsync(database, null, ("MasterKeyFile", old)))
        {
            await before.InsertAsync("acme/1", new Ticket { Claim = "Erika" });
        }

        await (await StorageHost.StartAsync(
            database,
            null,
            ("MasterKeyFile", null),
            ("MasterKeyCertificate", pfx),
            ("MasterKeyCertificatePassword", "secret"),
            ("PreviousMasterKey:File", old))).DisposeAsync();
        await using var back = await StorageHost.StartAsync(
            database,
            null,
            ("MasterKeyFile", anew),
            ("PreviousMasterKey:Certificate", pfx),
            ("PreviousMasterKey:CertificatePassword", "secret"));

        Assert.Equal("Erika", (await back.ReadAsync("acme/1")).State.Claim);
    }

    [Theory, EveryProvider]
    public async Task A_process_that_knows_the_next_key_starts_before_and_after_it_takes_over_and_takes_nothing_back(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (old, anew) = (await KeyAsync(database, "old.key"), await KeyAsync(database, "new.key"));
        (string, string?)[] waiting = [("MasterKeyFile", old), ("NextMasterKey:File", anew)];
        await using (var before = await StorageHost.StartAsync(database, null, waiting))
        {
            await before.InsertAsync("acme/1", new Ticket { Claim = "Erika" });
        }

        await (await StorageHost.StartAsync(
            database, null, ("MasterKeyFile", anew), ("PreviousMasterKey:File", old))).DisposeAsync();
        await using (var again = await StorageHost.StartAsync(database, null, waiting))
        {
            Assert.Equal("Erika", (await again.ReadAsync("acme/1")).State.Claim);
        }

        await using var alone = await StorageHost.StartAsync(database, null, ("MasterKeyFile", anew));
        Assert.Equal("Erika", (await alone.ReadAsync("acme/1")).State.Claim);
    }

    [Theory, EveryProvider]
    public async Task A_key_that_was_made_under_the_old_master_key_meanwhile_stops_the_start_until_it_is_taken_over(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (old, anew) = (await KeyAsync(database, "old.key"), await KeyAsync(database, "new.key"));
        await using (var slow = await StorageHost.StartAsync(database, null, ("MasterKeyFile", old), ("NextMasterKey:File", anew)))
        {
            (string, string?)[] taking = [("MasterKeyFile", anew), ("PreviousMasterKey:File", old)];
            await (await StorageHost.StartAsync(database, null, taking)).DisposeAsync();
            var now = TimeProvider.System.GetUtcNow();
            slow.Services.GetRequiredService<IKeyManager>().CreateNewKey(now, now.AddDays(90));
        }

        var failure = await Assert.ThrowsAsync<StorageException>(
            () => StorageHost.StartAsync(database, null, ("MasterKeyFile", anew)));

        Assert.Contains("PreviousMasterKey", failure.Message, StringComparison.Ordinal);
        await (await StorageHost.StartAsync(database, null, ("MasterKeyFile", anew), ("PreviousMasterKey:File", old))).DisposeAsync();
        await (await StorageHost.StartAsync(database, null, ("MasterKeyFile", anew))).DisposeAsync();
    }

    [Theory, EveryProvider]
    public async Task Keys_that_are_both_wrong_or_not_there_change_nothing(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (right, wrong, other) = (await KeyAsync(database, "right.key"), await KeyAsync(database, "wrong.key"), await KeyAsync(database, "other.key"));
        await using (var first = await StorageHost.StartAsync(database, null, ("MasterKeyFile", right)))
        {
            await first.InsertAsync("acme/1", new Ticket { Claim = "Erika" });
        }

        foreach (var previous in new[] { other, Path.Combine(database.Directory, "missing.key") })
        {
            await Assert.ThrowsAsync<StorageException>(
                () => StorageHost.StartAsync(database, null, ("MasterKeyFile", wrong), ("PreviousMasterKey:File", previous)));
        }

        await using var again = await StorageHost.StartAsync(database, null, ("MasterKeyFile", right));
        Assert.Equal("Erika", (await again.ReadAsync("acme/1")).State.Claim);
    }

    private static async Task<string> KeyAsync(TestDatabase database, string name)
    {
        var file = Path.Combine(database.Directory, name);
        await File.WriteAllTextAsync(file, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        return file;
    }
}
