using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Tests.Running;

namespace Eudiplo.Storage.Tests.Contract;

public sealed class QueryTests
{
    private static readonly StateFilter Sessions = new("session", "acme");

    [Theory, EveryProvider]
    public async Task Pages_hold_every_row_once_newest_first_also_when_many_have_one_creation_time(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        var start = host.Time.GetUtcNow();
        for (var row = 0; row < 25; row++)
        {
            await host.InsertAsync($"acme/{row:00}", new Ticket { CreatedAt = start.AddSeconds(row / 5) });
        }

        var seen = new List<StateSummary>();
        string? cursor = null;
        do
        {
            var page = await host.Queries.ListAsync(Sessions, cursor, 4);
            Assert.True(page.Rows.Count <= 4);
            seen.AddRange(page.Rows);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(25, seen.Count);
        Assert.Equal(
            seen.OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Key, StringComparer.Ordinal).Select(row => row.Key),
            seen.Select(row => row.Key));
    }

    [Theory, EveryProvider]
    public async Task A_row_is_told_by_its_columns(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        var created = host.Time.GetUtcNow();
        host.Time.Advance(TimeSpan.FromSeconds(5));
        var state = await host.InsertAsync("acme/1", new Ticket
        {
            Status = "pending",
            ClientId = "wallet",
            GroupId = "family",
            Subject = "alice",
            CreatedAt = created,
            ExpiresAt = created.AddHours(1),
        });

        var row = Assert.Single((await host.Queries.ListAsync(Sessions, null, 10)).Rows);

        Assert.Equal(
            new StateSummary("acme/1", "acme", "pending", "wallet", "family", created, created.AddSeconds(5), created.AddHours(1), state.ETag!),
            row);
    }

    [Theory, EveryProvider]
    public async Task Each_filter_finds_its_rows_and_no_others(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        var start = host.Time.GetUtcNow();
        await host.InsertAsync("acme/1", new Ticket { ClientId = "a", Subject = "alice", GroupId = "g", Status = "pending", CreatedAt = start });
        await host.InsertAsync("acme/2", new Ticket { ClientId = "a", Subject = "bob", Status = "failed", CreatedAt = start.AddMinutes(1) });
        await host.InsertAsync("acme/3", new Ticket { ClientId = "b", Subject = "alice", GroupId = "g", CreatedAt = start.AddMinutes(2) });
        await host.InsertAsync("acme/g", new Ticket { ClientId = "a", Subject = "alice" }, "grant");
        await host.InsertAsync("other/1", new Ticket { TenantId = "other", ClientId = "a", Subject = "alice", GroupId = "g" });

        Assert.Equal(["acme/3", "acme/2", "acme/1"], await KeysAsync(host, Sessions));
        Assert.Equal(["acme/2", "acme/1"], await KeysAsync(host, Sessions with { ClientId = "a" }));
        Assert.Equal(["acme/3", "acme/1"], await KeysAsync(host, Sessions with { Subject = "alice" }));
        Assert.Equal(["acme/3", "acme/1"], await KeysAsync(host, Sessions with { GroupId = "g" }));
        Assert.Equal(["acme/2"], await KeysAsync(host, Sessions with { Status = "failed" }));
        Assert.Equal(["acme/3"], await KeysAsync(host, Sessions with { CreatedFrom = start.AddMinutes(2) }));
        Assert.Equal(["acme/2", "acme/1"], await KeysAsync(host, Sessions with { CreatedBefore = start.AddMinutes(2) }));
        Assert.Equal(["acme/1"], await KeysAsync(host, Sessions with { ClientId = "a", Subject = "alice", Status = "pending" }));
        Assert.Equal(["acme/2", "acme/1"], await KeysAsync(host, Sessions with { ClientId = "a", AnyStatus = ["failed", "pending"] }));
        Assert.Equal(["acme/2"], await KeysAsync(host, Sessions with { ClientId = "a", AnyStatus = ["failed", "redeemed"] }));
        Assert.Equal(4, await host.Queries.CountAsync(new("session", null)));
        Assert.Equal(
            [new("acme", "failed", 1), new("acme", "pending", 2), new("other", "pending", 1)],
            await host.Queries.CountByStatusAsync("session"));
    }

    [Theory, EveryProvider]
    public async Task Counting_up_to_a_limit_tells_no_more_than_that_and_passes_over_what_has_expired(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        var soon = host.Time.GetUtcNow().AddMinutes(1);
        for (var row = 0; row < 5; row++)
        {
            await host.InsertAsync($"acme/{row}", new Ticket { ClientId = "a", Status = row == 4 ? "redeemed" : "pending", ExpiresAt = row == 0 ? soon : null });
        }

        var open = Sessions with { ClientId = "a", AnyStatus = ["pending", "code_issued"] };
        Assert.Equal(4, await host.Queries.CountAtMostAsync(open, 10));
        Assert.Equal(4, await host.Queries.CountAtMostAsync(open, 4));
        Assert.Equal(3, await host.Queries.CountAtMostAsync(open, 3));
        Assert.Equal(0, await host.Queries.CountAtMostAsync(open with { ClientId = "b" }, 3));
        host.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(3, await host.Queries.CountAtMostAsync(open, 10));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => host.Queries.CountAtMostAsync(open, 0));
    }

    [Theory, EveryProvider]
    public async Task An_expired_row_is_not_listed_or_shows_as_expired_before_the_sweeper_comes(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        var now = host.Time.GetUtcNow();
        var later = now.AddMinutes(1);
        await host.InsertAsync("acme/gone", new Ticket { ExpiresAt = later, ClientId = "a" });
        await host.InsertAsync("acme/kept", new Ticket { ExpiresAt = later, RetainUntil = now.AddHours(1), ClientId = "a" });
        host.Time.Advance(TimeSpan.FromMinutes(1));

        var row = Assert.Single((await host.Queries.ListAsync(Sessions, null, 10)).Rows);

        Assert.Equal("acme/kept", row.Key);
        Assert.Equal(IStateQueries.ExpiredStatus, row.Status);
        Assert.Null(row.ClientId);
        Assert.Equal(now.AddHours(1), row.ExpiresAt);
        Assert.Equal(["acme/kept"], await KeysAsync(host, Sessions with { Status = IStateQueries.ExpiredStatus }));
        Assert.Empty(await KeysAsync(host, Sessions with { ClientId = "a" }));
        host.Time.Advance(TimeSpan.FromMinutes(-1));
        Assert.Empty(await KeysAsync(host, Sessions with { ClientId = "a" }));
        Assert.False((await host.ReadAsync("acme/gone")).RecordExists);
    }

    [Theory, EveryProvider]
    public async Task A_bulk_deletion_by_client_spares_rows_that_began_later_and_returns_each_key_once(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        var start = host.Time.GetUtcNow();
        for (var row = 0; row < 10; row++)
        {
            await host.InsertAsync($"acme/{row}", new Ticket { ClientId = "a", CreatedAt = start });
        }

        await host.InsertAsync("acme/later", new Ticket { ClientId = "a", CreatedAt = start.AddSeconds(1) }, "grant");
        await host.InsertAsync("acme/later", new Ticket { ClientId = "a", CreatedAt = start.AddSeconds(1) });
        await host.InsertAsync("acme/b", new Ticket { ClientId = "b", CreatedAt = start });
        var filter = Sessions with { ClientId = "a", CreatedBefore = start.AddSeconds(1) };

        var deleted = new List<string>();
        while (await host.Queries.DeletePageAsync(filter, 4) is { Count: > 0 } page)
        {
            Assert.True(page.Count <= 4);
            deleted.AddRange(page);
        }

        Assert.Equal(Enumerable.Range(0, 10).Select(row => $"acme/{row}"), deleted.Order(StringComparer.Ordinal));
        Assert.Equal(["acme/later", "acme/b"], await KeysAsync(host, Sessions));
    }

    [Theory, EveryProvider]
    public async Task A_bulk_deletion_and_writers_of_its_rows_agree_on_who_was_first(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        var states = await Task.WhenAll(Enumerable.Range(0, 200).Select(row => host.InsertAsync($"acme/{row}", new Ticket { ClientId = "a" })));

        var writers = states.Select((state, row) => Task.Run(async () =>
        {
            try
            {
                for (var step = 0; step < 50; step++)
                {
                    await host.WriteAsync($"acme/{row}", state);
                }
            }
            catch (Orleans.Storage.InconsistentStateException)
            {
                // Deleted under its hands, as it must be.
            }
        })).ToArray();
        var deleted = new HashSet<string>();
        while (await host.Queries.DeletePageAsync(Sessions with { ClientId = "a" }, 20) is { Count: > 0 } page)
        {
            Assert.All(page, key => Assert.True(deleted.Add(key)));
        }

        await Task.WhenAll(writers);
        Assert.Equal(200, deleted.Count);
        Assert.Equal(0, await host.Queries.CountAsync(Sessions));
    }

    [Theory, EveryProvider]
    public async Task Everything_of_a_tenant_is_deleted_and_counted_by_kind(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        for (var row = 0; row < 5; row++)
        {
            await host.InsertAsync($"acme/{row}", new Ticket());
            await host.InsertAsync($"acme/{row}", new Ticket { ExpiresAt = host.Time.GetUtcNow() }, "grant");
        }

        await host.InsertAsync("other/1", new Ticket { TenantId = "other" });

        var counts = new Dictionary<string, long>();
        while (await host.Queries.DeleteTenantPageAsync("acme", 3) is { Count: > 0 } page)
        {
            foreach (var (kind, count) in page)
            {
                counts[kind] = counts.GetValueOrDefault(kind) + count;
            }
        }

        Assert.Equal(5, counts["session"]);
        Assert.Equal(5, counts["grant"]);
        Assert.Equal(1L, await database.ScalarAsync("SELECT count(*) FROM state"));
    }

    [Theory, EveryProvider]
    public async Task Texts_from_outside_never_become_database_errors(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        await host.InsertAsync("acme/1", new Ticket());
        string[] hostile = ["a\0b", "\ud800", new string('x', 100_000), "'; DROP TABLE state; --", "%", "\u202e"];

        foreach (var text in hostile)
        {
            Assert.False((await host.ReadAsync(text)).RecordExists);
            Assert.Empty(await KeysAsync(host, new StateFilter("session", text)));
            Assert.Empty(await KeysAsync(host, Sessions with { ClientId = text }));
            Assert.Empty(await KeysAsync(host, Sessions with { Subject = text }));
            Assert.Empty(await KeysAsync(host, Sessions with { Status = text }));
            Assert.Empty(await host.Queries.DeleteTenantPageAsync(text, 10));
            await Assert.ThrowsAsync<FormatException>(() => host.Queries.ListAsync(Sessions, text, 10));
        }

        await Assert.ThrowsAsync<FormatException>(() => host.Queries.ListAsync(Sessions, "", 10));
        await Assert.ThrowsAsync<FormatException>(() => host.Queries.ListAsync(Sessions, "AQAAAAAAAAAA", 10));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => host.Queries.ListAsync(Sessions, null, 0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => host.Queries.ListAsync(Sessions, null, 10_001));
        await Assert.ThrowsAsync<ArgumentException>(() => host.Queries.CountAsync(new StateFilter("session", null) { ClientId = "a" }));
        await Assert.ThrowsAsync<ArgumentException>(() => host.InsertAsync("a\0b", new Ticket()));
        await Assert.ThrowsAsync<ArgumentException>(() => host.InsertAsync("acme/2", new Ticket { TenantId = "" }));
        await Assert.ThrowsAsync<ArgumentException>(() => host.InsertAsync("acme/2", new Ticket { ClientId = "\ud800" }));
        Assert.Equal(1, await host.Queries.CountAsync(Sessions));
    }

    private static async Task<string[]> KeysAsync(StorageHost host, StateFilter filter)
    {
        var rows = (await host.Queries.ListAsync(filter, null, 100)).Rows;
        Assert.Equal(rows.Count, await host.Queries.CountAsync(filter));
        return [.. rows.Select(row => row.Key)];
    }
}
