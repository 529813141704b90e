using Eudiplo.Storage.Tests.Running;

namespace Eudiplo.Storage.Tests.Golden;

public sealed class GoldenTests
{
    [Theory, EveryProvider]
    public async Task Every_payload_that_a_release_ever_wrote_is_still_read(Provider provider)
    {
        Assert.NotEmpty(GoldenFile.Names);
        foreach (var name in GoldenFile.Names)
        {
            var golden = GoldenFile.Load(name);
            await using var database = await TestDatabase.CreateAsync(provider);
            var key = Path.Combine(database.Directory, "golden.key");
            await File.WriteAllTextAsync(key, golden.MasterKey);
            await (await StorageHost.StartAsync(database, null, ("MasterKeyFile", key))).DisposeAsync();
            var blob = provider == Provider.Sqlite ? "x'" : "'\\x";
            await database.ExecuteAsync($"INSERT INTO data_protection_keys (name, xml, made_at) VALUES ('golden', '{golden.KeyRing}', 0)");
            await database.ExecuteAsync(
                "INSERT INTO state (kind, key, tenant_id, status, created_at, updated_at, version, payload) "
                + $"VALUES ('{GoldenFile.Kind}', '{GoldenFile.Key}', 'acme', '', 0, 0, {golden.Version}, {blob}{Convert.ToHexString(golden.Payload)}')");

            await using var host = await StorageHost.StartAsync(database, null, ("MasterKeyFile", key));
            var read = await host.ReadAsync(GoldenFile.Key, GoldenFile.Kind);

            var expected = GoldenFile.Content;
            Assert.Equal(expected.Status, read.State.Status);
            Assert.Equal(expected.ClientId, read.State.ClientId);
            Assert.Equal(expected.Step, read.State.Step);
            Assert.Equal(expected.Claim, read.State.Claim);
            Assert.Equal(expected.ExpiresAt, read.State.ExpiresAt);
            await host.WriteAsync(GoldenFile.Key, read, GoldenFile.Kind);
        }
    }
}
