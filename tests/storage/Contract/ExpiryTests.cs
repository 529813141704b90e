using Eudiplo.Grains.Abstractions.Storage;
using System.Diagnostics.Metrics;
using Eudiplo.Storage.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Eudiplo.Storage.Tests.Contract;

public sealed class ExpiryTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory, EveryProvider]
    public async Task A_row_ends_at_the_very_microsecond_of_its_expiry(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        await host.InsertAsync("acme/1", new Ticket { ExpiresAt = host.Time.GetUtcNow() + Minute });

        host.Time.Advance(Minute - TimeSpan.FromMicroseconds(1));
        Assert.True((await host.ReadAsync("acme/1")).RecordExists);
        host.Time.Advance(TimeSpan.FromMicroseconds(1));
        Assert.False((await host.ReadAsync("acme/1")).RecordExists);
    }

    [Theory, EveryProvider]
    public async Task An_expired_row_does_not_come_back_when_the_clock_goes_back(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        var state = await host.InsertAsync("acme/1", new Ticket { ExpiresAt = host.Time.GetUtcNow() + Minute });
        host.Time.Advance(2 * Minute);
        Assert.False((await host.ReadAsync("acme/1")).RecordExists);

        host.Time.Advance(-10 * Minute);

        Assert.False((await host.ReadAsync("acme/1")).RecordExists);
        await Assert.ThrowsAsync<InconsistentStateException>(() => host.WriteAsync("acme/1", state));
    }

    [Theory, EveryProvider]
    public async Task An_expired_row_does_not_come_back_after_a_restart_with_a_clock_that_is_behind(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var expires = new ManualTime().GetUtcNow() + Minute;
        await using (var before = await StorageHost.StartAsync(database))
        {
            await before.InsertAsync("acme/1", new Ticket { ExpiresAt = expires });
            before.Time.Advance(2 * Minute);
            Assert.False((await before.ReadAsync("acme/1")).RecordExists);
        }

        await using var after = await StorageHost.StartAsync(database);

        Assert.True(after.Time.GetUtcNow() < expires);
        Assert.False((await after.ReadAsync("acme/1")).RecordExists);
    }

    [Theory, EveryProvider]
    public async Task What_one_node_saw_expire_has_expired_for_a_node_whose_clock_is_behind(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var ahead = await StorageHost.StartAsync(database);
        await using var behind = await StorageHost.StartAsync(database, new ManualTime());
        var state = await behind.InsertAsync("acme/1", new Ticket { ExpiresAt = behind.Time.GetUtcNow() + Minute });
        Assert.True((await behind.ReadAsync("acme/1")).RecordExists);

        ahead.Time.Advance(2 * Minute);
        Assert.False((await ahead.ReadAsync("acme/1")).RecordExists);

        Assert.False((await behind.ReadAsync("acme/1")).RecordExists);
        state.State.ExpiresAt = behind.Time.GetUtcNow() + (60 * Minute);
        await Assert.ThrowsAsync<InconsistentStateException>(() => behind.WriteAsync("acme/1", state));
    }

    [Theory, EveryProvider]
    public async Task A_write_that_lost_because_its_row_had_expired_ends_the_row_for_every_clock(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var ahead = await StorageHost.StartAsync(database);
        await using var behind = await StorageHost.StartAsync(database, new ManualTime());
        var state = await ahead.InsertAsync("acme/1", new Ticket { ExpiresAt = ahead.Time.GetUtcNow() + Minute });

        ahead.Time.Advance(2 * Minute);
        state.State.ExpiresAt = ahead.Time.GetUtcNow() + Minute;
        await Assert.ThrowsAsync<InconsistentStateException>(() => ahead.WriteAsync("acme/1", state));

        Assert.False((await behind.ReadAsync("acme/1")).RecordExists);
    }

    [Theory, EveryProvider]
    public async Task A_row_can_be_cleared_at_and_after_its_expiry(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        var state = await host.InsertAsync("acme/1", new Ticket { ExpiresAt = host.Time.GetUtcNow() + Minute });
        host.Time.Advance(Minute);

        await host.ClearAsync("acme/1", state);

        Assert.Equal(0L, await database.ScalarAsync("SELECT count(*) FROM state"));
    }

    [Theory, EveryProvider]
    public async Task A_write_may_move_the_expiry_while_the_row_lives(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        var state = await host.InsertAsync("acme/1", new Ticket { ExpiresAt = host.Time.GetUtcNow() + Minute });
        state.State.ExpiresAt = host.Time.GetUtcNow() + (5 * Minute);
        await host.WriteAsync("acme/1", state);

        host.Time.Advance(2 * Minute);

        Assert.True((await host.ReadAsync("acme/1")).RecordExists);
    }

    [Theory, EveryProvider]
    public async Task The_sweeper_deletes_what_has_expired_and_nothing_else(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database, null, ("Sweeper:BatchSize", "3"));
        var now = host.Time.GetUtcNow();
        for (var row = 0; row < 10; row++)
        {
            await host.InsertAsync($"acme/dead{row}", new Ticket { ExpiresAt = now + Minute });
        }

        await host.InsertAsync("acme/live", new Ticket { ExpiresAt = now + (3 * Minute) });
        await host.InsertAsync("acme/eternal", new Ticket());
        host.Time.Advance(2 * Minute);

        Assert.Equal(10, await host.Sweeper.SweepAsync(default));

        Assert.Equal(2L, await database.ScalarAsync("SELECT count(*) FROM state"));
        Assert.True((await host.ReadAsync("acme/live")).RecordExists);
        Assert.True((await host.ReadAsync("acme/eternal")).RecordExists);
        Assert.Equal(0, await host.Sweeper.SweepAsync(default));
    }

    [Theory, EveryProvider]
    public async Task The_sweeper_erases_a_row_that_is_kept_and_deletes_it_when_its_time_is_over(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        var now = host.Time.GetUtcNow();
        var state = await host.InsertAsync("acme/1", new Ticket
        {
            ExpiresAt = now + Minute,
            RetainUntil = now + (10 * Minute),
            ClientId = "wallet",
            Subject = "alice",
            GroupId = "group",
            Claim = "Erika",
        });
        host.Time.Advance(2 * Minute);

        Assert.Equal(1, await host.Sweeper.SweepAsync(default));

        Assert.Equal(1L, await database.ScalarAsync(
            "SELECT count(*) FROM state WHERE length(payload) = 0 AND client_id IS NULL AND subject_hash IS NULL AND group_id IS NULL "
            + "AND retain_until IS NULL AND status = 'expired'"));
        Assert.False((await host.ReadAsync("acme/1")).RecordExists);
        await Assert.ThrowsAsync<InconsistentStateException>(() => host.WriteAsync("acme/1", state));
        await Assert.ThrowsAsync<InconsistentStateException>(() => host.InsertAsync("acme/1", new Ticket()));
        var kept = Assert.Single((await host.Queries.ListAsync(new("session", "acme"), null, 10)).Rows);
        Assert.Equal(IStateQueries.ExpiredStatus, kept.Status);
        Assert.Equal(now + (10 * Minute), kept.ExpiresAt);

        host.Time.Advance(9 * Minute);
        Assert.Equal(1, await host.Sweeper.SweepAsync(default));
        Assert.Equal(0L, await database.ScalarAsync("SELECT count(*) FROM state"));
    }

    [Theory, EveryProvider]
    public async Task A_row_whose_time_to_be_kept_is_over_too_is_deleted_at_once(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        var now = host.Time.GetUtcNow();
        await host.InsertAsync("acme/1", new Ticket { ExpiresAt = now + Minute, RetainUntil = now + (2 * Minute) });
        host.Time.Advance(3 * Minute);

        Assert.Equal(1, await host.Sweeper.SweepAsync(default));

        Assert.Equal(0L, await database.ScalarAsync("SELECT count(*) FROM state"));
    }

    [Theory, EveryProvider]
    public async Task Sweepers_of_two_processes_and_writers_at_once_lose_no_live_row(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var here = await StorageHost.StartAsync(database, null, ("Sweeper:BatchSize", "7"));
        await using var there = await StorageHost.StartAsync(database, here.Time, ("Sweeper:BatchSize", "7"));
        var now = here.Time.GetUtcNow();
        var live = await Task.WhenAll(Enumerable.Range(0, 100).Select(async row =>
        {
            await here.InsertAsync($"acme/dead{row}", new Ticket { ExpiresAt = now + Minute });
            return await here.InsertAsync($"acme/live{row}", new Ticket { ExpiresAt = now + (9 * Minute) });
        }));
        here.Time.Advance(2 * Minute);

        var writers = live.Select((state, row) => Task.Run(() => there.WriteAsync($"acme/live{row}", state)));
        await Task.WhenAll(
            writers.Append(Task.Run(() => here.Sweeper.SweepAsync(default))).Append(Task.Run(() => there.Sweeper.SweepAsync(default))));
        await here.Sweeper.SweepAsync(default);

        Assert.Equal(100L, await database.ScalarAsync("SELECT count(*) FROM state"));
        Assert.Equal(100, await here.Queries.CountAsync(new("session", "acme")));
    }

    [Theory, EveryProvider]
    public async Task A_hundred_thousand_expired_rows_are_swept_in_bounded_batches(Provider provider) =>
        await SweepManyAsync(provider, 100_000);

    [Theory, EveryProvider]
    public async Task Ten_million_expired_rows_are_swept_when_EUDIPLO_TEST_TEN_MILLION_is_set(Provider provider)
    {
        // 1 means ten million; any other number is the number of rows.
        if (Environment.GetEnvironmentVariable("EUDIPLO_TEST_TEN_MILLION") is { } set)
        {
            await SweepManyAsync(provider, set == "1" ? 10_000_000 : int.Parse(set, System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Sessions and grants in equal numbers, a tenth of them to be kept without their data, among a hundred that live.</summary>
    private static async Task SweepManyAsync(Provider provider, int rows)
    {
        const int BatchSize = 2_000;
        const int Live = 100;
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database, null, ("Sweeper:BatchSize", BatchSize.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        var series = provider == Provider.Sqlite
            ? $"WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {rows}) "
            : $"WITH s(n) AS (SELECT generate_series(1, {rows})) ";
        var empty = provider == Provider.Sqlite ? "x'00'" : "'\\x00'";
        await database.ExecuteAsync(
            series + "INSERT INTO state (kind, key, tenant_id, status, client_id, expires_at, retain_until, created_at, updated_at, version, payload) "
            + "SELECT CASE WHEN n % 2 = 0 THEN 'session' ELSE 'grant' END, 'acme/' || n, 'acme', CASE WHEN n % 2 = 0 THEN 'pending' ELSE 'active' END, 'wallet', "
            + $"n, CASE WHEN n % 10 = 0 THEN {long.MaxValue} END, n, n, 1, {empty} FROM s");
        var far = host.Time.GetUtcNow().AddDays(1);
        for (var i = 0; i < Live; i++)
        {
            await host.InsertAsync($"acme/live{i}", new Ticket { ExpiresAt = i == 0 ? null : far });
        }

        var (batches, largest) = (0, 0L);
        using (Listen(host, batch => (batches, largest) = (batches + 1, Math.Max(largest, batch))))
        {
            Assert.Equal(rows, await host.Sweeper.SweepAsync(default));
        }

        Assert.Equal((rows / BatchSize) + 1, batches);
        Assert.InRange(largest, 1, BatchSize);

        Assert.Equal((rows / 10) + (long)Live, await database.ScalarAsync("SELECT count(*) FROM state"));
        Assert.Equal(rows / 10L, await database.ScalarAsync("SELECT count(*) FROM state WHERE status = 'expired'"));
        Assert.Equal(0L, await database.ScalarAsync("SELECT count(*) FROM state WHERE kind = 'grant'"));
        Assert.Equal(Live, await host.Queries.CountAsync(new("session", "acme") { Status = "pending" }));
        Assert.True((await host.ReadAsync("acme/live0")).RecordExists);
    }

    /// <summary>Tells of the rows of each batch.</summary>
    private static MeterListener Listen(StorageHost host, Action<long> swept)
    {
        var factory = host.Services.GetRequiredService<IMeterFactory>();
        var rows = 0L;
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Meter.Scope == factory && instrument.Name.StartsWith("eudiplo.storage.sweeper", StringComparison.Ordinal))
                {
                    own.EnableMeasurementEvents(instrument);
                }
            },
        };

        // A batch reports its duration, the rows that it deleted, and last those that it erased.
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            rows += value;
            if (new Dictionary<string, object?>(tags.ToArray())["action"] is "erased")
            {
                swept(rows);
                rows = 0;
            }
        });
        listener.Start();
        return listener;
    }
}
