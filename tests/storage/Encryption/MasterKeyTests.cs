using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Migrations;
using Eudiplo.Storage.Tests.Running;

namespace Eudiplo.Storage.Tests.Encryption;

public sealed class MasterKeyTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task The_first_start_on_SQLite_makes_a_key_file_for_its_owner_alone_and_later_starts_keep_it()
    {
        await using var database = new SqliteTestDatabase();
        var file = Path.Combine(Path.GetDirectoryName(database.File)!, "master.key");
        await using (var first = await StorageHost.StartAsync(database))
        {
            await first.InsertAsync("acme/1", new Ticket { Claim = "Erika" });
        }

        var content = await File.ReadAllTextAsync(file);
        Assert.Equal(32, Convert.FromBase64String(content.Trim()).Length);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(file));
        }

        await using var second = await StorageHost.StartAsync(database);
        Assert.Equal("Erika", (await second.ReadAsync("acme/1")).State.Claim);
        Assert.Equal(content, await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task A_missing_key_file_of_a_database_in_use_is_an_error_and_not_a_new_key()
    {
        await using var database = new SqliteTestDatabase();
        var file = Path.Combine(Path.GetDirectoryName(database.File)!, "master.key");
        await (await StorageHost.StartAsync(database)).DisposeAsync();
        File.Move(file, file + ".lost");

        var failure = await Assert.ThrowsAsync<StorageException>(() => StorageHost.StartAsync(database));

        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
        Assert.Contains("MasterKeyFile", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
        File.Move(file + ".lost", file);
        await (await StorageHost.StartAsync(database)).DisposeAsync();
    }

    [Theory, EveryProvider]
    public async Task A_wrong_key_stops_the_start_and_leaves_the_database_as_it_was(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (var first = await StorageHost.StartAsync(database))
        {
            await first.InsertAsync("acme/1", new Ticket { Claim = "Erika" });
        }

        var wrong = Path.Combine(database.Directory, "wrong.key");
        await File.WriteAllTextAsync(wrong, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var failure = await Assert.ThrowsAsync<StorageException>(() => StorageHost.StartAsync(database, null, ("MasterKeyFile", wrong)));

        Assert.Contains("not the one", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await database.ScalarAsync("SELECT count(*) FROM data_protection_keys"));
        await using var right = await StorageHost.StartAsync(database);
        Assert.Equal("Erika", (await right.ReadAsync("acme/1")).State.Claim);
    }

    [Theory, EveryProvider]
    public async Task A_configured_key_file_that_is_not_there_is_never_made(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var missing = Path.Combine(database.Directory, "missing.key");

        var failure = await Assert.ThrowsAsync<StorageException>(() => StorageHost.StartAsync(database, null, ("MasterKeyFile", missing)));

        Assert.Contains(missing, failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(missing));
    }

    [Theory, EveryProvider]
    public async Task A_key_file_that_holds_no_key_is_told_plainly(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var file = Path.Combine(database.Directory, "odd.key");
        foreach (var content in new[] { "", "hello", Convert.ToBase64String(new byte[16]), new string('A', 100_000), "\0\0\0" })
        {
            await File.WriteAllTextAsync(file, content);
            var failure = await Assert.ThrowsAsync<StorageException>(() => StorageHost.StartAsync(database, null, ("MasterKeyFile", file)));
            Assert.Contains("32 bytes", failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory, EveryProvider]
    public async Task A_certificate_can_be_the_master_key_as_PFX_and_as_PEM(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=Eudiplo", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var pfx = Path.Combine(database.Directory, "master.pfx");
        var pem = Path.Combine(database.Directory, "master.pem");
        await File.WriteAllBytesAsync(pfx, certificate.Export(X509ContentType.Pkcs12, "secret"));
        await File.WriteAllTextAsync(pem, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());

        await using (var first = await StorageHost.StartAsync(
            database, null, ("MasterKeyFile", null), ("MasterKeyCertificate", pfx), ("MasterKeyCertificatePassword", "secret")))
        {
            await first.InsertAsync("acme/1", new Ticket { Claim = "Erika" });
        }

        await using var second = await StorageHost.StartAsync(database, null, ("MasterKeyFile", null), ("MasterKeyCertificate", pem));
        Assert.Equal("Erika", (await second.ReadAsync("acme/1")).State.Claim);
        var failure = await Assert.ThrowsAsync<StorageException>(() => StorageHost.StartAsync(
            database, null, ("MasterKeyFile", null), ("MasterKeyCertificate", pfx), ("MasterKeyCertificatePassword", "guess")));
        Assert.Contains("MasterKeyCertificate", failure.Message, StringComparison.Ordinal);
    }

    [Theory, EveryProvider]
    public async Task The_key_ring_in_the_database_holds_no_key_in_clear(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);

        var xml = (string)(await database.ScalarAsync("SELECT xml FROM data_protection_keys"))!;

        Assert.Contains("masterKeyEncrypted", xml, StringComparison.Ordinal);
        Assert.Contains("AES_256_GCM", xml, StringComparison.Ordinal);
        Assert.DoesNotContain("<masterKey ", xml, StringComparison.Ordinal);
        Assert.DoesNotContain("<masterKey>", xml, StringComparison.Ordinal);
    }

    [Theory, EveryProvider]
    public async Task Processes_that_start_at_once_on_an_empty_database_agree_on_schema_and_keys(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var hosts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => StorageHost.StartAsync(database))));
        try
        {
            Assert.Equal(1L, await database.ScalarAsync("SELECT count(*) FROM data_protection_keys"));
            Assert.Equal(
                (long)Migration.For(provider.ToString()).Count, await database.ScalarAsync("SELECT count(*) FROM schema_migrations"));
            await hosts[0].InsertAsync("acme/1", new Ticket { Claim = "Erika", Subject = "alice" });
            foreach (var host in hosts)
            {
                Assert.Equal("Erika", (await host.ReadAsync("acme/1")).State.Claim);
                Assert.Equal(1, await host.Queries.CountAsync(new("session", "acme") { Subject = "alice" }));
            }
        }
        finally
        {
            foreach (var host in hosts)
            {
                await host.DisposeAsync();
            }
        }
    }

    [Theory, EveryProvider]
    public async Task A_database_of_a_later_release_is_refused(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await (await StorageHost.StartAsync(database)).DisposeAsync();
        await database.ExecuteAsync("INSERT INTO schema_migrations (version, name, applied_at, works_from) VALUES (1000, 'later', 0, 1)");
        await (await StorageHost.StartAsync(database)).DisposeAsync();

        await database.ExecuteAsync("UPDATE schema_migrations SET works_from = 1000 WHERE version = 1000");
        var failure = await Assert.ThrowsAsync<StorageException>(() => StorageHost.StartAsync(database));

        Assert.Contains("later release", failure.Message, StringComparison.Ordinal);
    }

    [PostgreSqlFact]
    public async Task A_release_that_knows_only_the_first_schema_still_starts_beside_the_second()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.PostgreSql);
        await (await StorageHost.StartAsync(database)).DisposeAsync();

        Assert.Equal(1, Convert.ToInt32(
            await database.ScalarAsync("SELECT max(works_from) FROM schema_migrations WHERE version <= 2"), System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal((1, 2), (new Migration(2, "x", "-- works_from: 1\nSELECT 1;").WorksFrom, new Migration(2, "x", "-- made\nSELECT 1;").WorksFrom));
        Assert.Contains("fillfactor=50", (string?)await database.ScalarAsync("SELECT array_to_string(reloptions, ',') FROM pg_class WHERE relname = 'state'"), StringComparison.Ordinal);
    }
}
