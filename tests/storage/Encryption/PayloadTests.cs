using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Tests.Running;

namespace Eudiplo.Storage.Tests.Encryption;

/// <summary>Whoever can write to the database still cannot make a grain believe something.</summary>
public sealed class PayloadTests
{
    [Theory, EveryProvider]
    public async Task An_altered_payload_is_refused_wherever_it_was_altered(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        await host.InsertAsync("acme/1", new Ticket { Claim = "Erika" });
        var payload = (byte[])(await database.ScalarAsync("SELECT payload FROM state"))!;

        for (var place = 0; place < payload.Length; place += 7)
        {
            var altered = payload.ToArray();
            altered[place] ^= 1;
            await SetPayloadAsync(database, provider, altered, "acme/1");
            await Assert.ThrowsAsync<StorageCorruptException>(() => host.ReadAsync("acme/1"));
        }

        await SetPayloadAsync(database, provider, payload, "acme/1");
        Assert.Equal("Erika", (await host.ReadAsync("acme/1")).State.Claim);
    }

    [Theory, EveryProvider]
    public async Task A_payload_that_was_cut_or_replaced_by_noise_is_refused(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        await host.InsertAsync("acme/1", new Ticket());
        var payload = (byte[])(await database.ScalarAsync("SELECT payload FROM state"))!;
        byte[][] broken =
        [
            payload[..1], payload[..4], payload[..20], payload[..36], payload[..48], payload[..^1], [.. payload, 0], new byte[1], new byte[5000],
            "{\"step\":1}"u8.ToArray(),
        ];

        foreach (var bytes in broken)
        {
            await SetPayloadAsync(database, provider, bytes, "acme/1");
            await Assert.ThrowsAsync<StorageCorruptException>(() => host.ReadAsync("acme/1"));
        }
    }

    [Theory, EveryProvider]
    public async Task A_payload_that_was_moved_to_another_row_is_refused(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        await host.InsertAsync("acme/1", new Ticket { Step = 1 });
        await host.InsertAsync("acme/2", new Ticket { Step = 2 });

        await database.ExecuteAsync(
            "UPDATE state SET payload = (SELECT payload FROM state WHERE key = 'acme/1'), version = (SELECT version FROM state WHERE key = 'acme/1') "
            + "WHERE key = 'acme/2'");

        await Assert.ThrowsAsync<StorageCorruptException>(() => host.ReadAsync("acme/2"));
    }

    [Theory, EveryProvider]
    public async Task A_whole_row_that_was_moved_to_another_key_kind_or_tenant_is_refused(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        await host.InsertAsync("acme/1", new Ticket());

        await database.ExecuteAsync("UPDATE state SET key = 'acme/2'");
        await Assert.ThrowsAsync<StorageCorruptException>(() => host.ReadAsync("acme/2"));
        await database.ExecuteAsync("UPDATE state SET key = 'acme/1', kind = 'grant'");
        await Assert.ThrowsAsync<StorageCorruptException>(() => host.ReadAsync("acme/1", "grant"));
        await database.ExecuteAsync("UPDATE state SET kind = 'session', tenant_id = 'other'");
        await Assert.ThrowsAsync<StorageCorruptException>(() => host.ReadAsync("acme/1"));
        await database.ExecuteAsync("UPDATE state SET tenant_id = 'acme'");
        Assert.True((await host.ReadAsync("acme/1")).RecordExists);
    }

    [Theory, EveryProvider]
    public async Task An_old_payload_that_was_put_back_into_its_row_is_refused(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        var state = await host.InsertAsync("acme/1", new Ticket { Step = 1 });
        var old = (byte[])(await database.ScalarAsync("SELECT payload FROM state"))!;
        state.State.Step = 2;
        await host.WriteAsync("acme/1", state);

        await SetPayloadAsync(database, provider, old, "acme/1");

        await Assert.ThrowsAsync<StorageCorruptException>(() => host.ReadAsync("acme/1"));
    }

    [Theory, EveryProvider]
    public async Task A_write_for_another_tenant_does_not_take_over_a_row(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        var state = await host.InsertAsync("acme/1", new Ticket { Step = 1 });

        state.State.TenantId = "other";
        await Assert.ThrowsAsync<Orleans.Storage.InconsistentStateException>(() => host.WriteAsync("acme/1", state));

        Assert.Equal("acme", (await host.ReadAsync("acme/1")).State.TenantId);
    }

    [Theory, EveryProvider]
    public async Task The_message_of_a_refused_payload_tells_neither_key_nor_state(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        await host.InsertAsync("acme/secret-session", new Ticket { Claim = "Erika" });
        await database.ExecuteAsync("UPDATE state SET version = version + 1");

        var failure = await Assert.ThrowsAsync<StorageCorruptException>(() => host.ReadAsync("acme/secret-session"));

        Assert.DoesNotContain("secret-session", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Erika", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory, EveryProvider]
    public async Task A_subject_is_only_a_hash_that_differs_between_tenants_and_installations(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var other = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        await using var elsewhere = await StorageHost.StartAsync(other);
        await host.InsertAsync("a/1", new Ticket { TenantId = "a", Subject = "alice" });
        await host.InsertAsync("a/2", new Ticket { TenantId = "a", Subject = "alice" });
        await host.InsertAsync("b/1", new Ticket { TenantId = "b", Subject = "alice" });
        await elsewhere.InsertAsync("a/1", new Ticket { TenantId = "a", Subject = "alice" });

        async Task<byte[]> HashAsync(TestDatabase where, string key) =>
            (byte[])(await where.ScalarAsync($"SELECT subject_hash FROM state WHERE key = '{key}'"))!;
        var hash = await HashAsync(database, "a/1");

        Assert.Equal(32, hash.Length);
        Assert.Equal(hash, await HashAsync(database, "a/2"));
        Assert.NotEqual(hash, await HashAsync(database, "b/1"));
        Assert.NotEqual(hash, await HashAsync(other, "a/1"));
    }

    private static async Task SetPayloadAsync(TestDatabase database, Provider provider, byte[] payload, string key)
    {
        var hex = Convert.ToHexString(payload);
        var literal = provider == Provider.Sqlite ? $"x'{hex}'" : $"'\\x{hex}'";
        Assert.Equal(1, await database.ExecuteAsync($"UPDATE state SET payload = {literal} WHERE key = '{key}'"));
    }
}
