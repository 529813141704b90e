using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Eudiplo.Storage.Tests.Contract;

/// <summary>A row that is announced as new is not looked for once, and that decides nothing.</summary>
public sealed class NewRowTests
{
    [Theory, EveryProvider]
    public async Task The_first_look_for_a_new_row_does_not_go_to_the_database_and_every_later_one_does(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        await host.InsertAsync("acme/1", new Ticket { Claim = "Erika" });

        using var announced = Announce(host, "acme/1");
        var first = await host.ReadAsync("acme/1");
        var second = await host.ReadAsync("acme/1");

        Assert.Equal((false, null, null), (first.RecordExists, first.ETag, first.State.Claim));
        Assert.Equal((true, "Erika"), (second.RecordExists, second.State.Claim));
    }

    [Theory, EveryProvider]
    public async Task An_announcement_is_of_one_row_and_ends(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        await host.InsertAsync("acme/1", new Ticket());
        await host.InsertAsync("acme/1", new Ticket(), "grant");
        await host.InsertAsync("acme/2", new Ticket());

        var announced = Announce(host, "acme/1");
        Assert.True((await host.ReadAsync("acme/1", "grant")).RecordExists);
        Assert.True((await host.ReadAsync("acme/2")).RecordExists);
        announced.Dispose();

        Assert.True((await host.ReadAsync("acme/1")).RecordExists);
    }

    [Theory, EveryProvider]
    public async Task A_first_write_after_an_announcement_is_lost_where_there_is_a_row_after_all(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        await host.InsertAsync("acme/1", new Ticket { Claim = "Erika" });

        using var announced = Announce(host, "acme/1");
        var state = await host.ReadAsync("acme/1");
        state.State = new Ticket { Claim = "Max" };
        await Assert.ThrowsAsync<InconsistentStateException>(() => host.WriteAsync("acme/1", state));

        Assert.Equal("Erika", (await host.ReadAsync("acme/1")).State.Claim);
    }

    private static IDisposable Announce(StorageHost host, string key) => host.Services.GetRequiredService<INewRows>().Announce("session", key);
}
