using Eudiplo.Grains.Abstractions.Administration;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Revocations;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Grains.Grants;
using Eudiplo.Grains.Revocations;
using Eudiplo.Storage.Hosting;
using Eudiplo.Unit.Tests.Clock;
using Eudiplo.Unit.Tests.Sessions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Storage;

namespace Eudiplo.Unit.Tests.Grants;

/// <summary>Revocations in bulk by processes over one database whose clocks are minutes apart.</summary>
public sealed class UnevenClocksTests : IDisposable
{
    private static readonly RevocationTarget Target = new(RevocationTargetKind.Client, "wallet");

    private readonly string _directory = Directory.CreateTempSubdirectory("eudiplo-clocks-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(-4)]
    public async Task A_grant_that_began_before_the_call_is_revoked_and_one_that_begins_after_it_is_not(int minutesAhead)
    {
        await using var here = Process(TimeSpan.Zero);
        await using var there = Process(TimeSpan.FromMinutes(minutesAhead));
        for (var round = 0; round < 3; round++)
        {
            var before = new[] { new TestGrant(here), new TestGrant(there), new TestGrant(here), new TestGrant(there) };
            foreach (var grant in before)
            {
                Assert.Null((await grant.CreateAsync()).Error);
            }

            Assert.Equal(before.Length, await RevokeAsync(round % 2 == 0 ? here : there));
            foreach (var (grant, host) in before.Zip([here, there, here, there]))
            {
                Assert.Null(await host.Grant(grant.Id).ViewAsync(withSubject: false));
            }

            var after = new[] { new TestGrant(here), new TestGrant(there) };
            foreach (var grant in after)
            {
                Assert.Null((await grant.CreateAsync()).Error);
            }

            foreach (var grant in after)
            {
                Assert.NotNull(await here.Grant(grant.Id).ViewAsync(withSubject: false));
            }

            Assert.Equal(after.Length, await RevokeAsync(round % 2 == 0 ? there : here));
            Assert.Equal(0, await RevokeAsync(here));
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(-4)]
    public async Task Grants_that_are_made_on_both_processes_at_once_with_revocations_are_dead_if_they_began_before_one(int minutesAhead)
    {
        await using var here = Process(TimeSpan.Zero);
        await using var there = Process(TimeSpan.FromMinutes(minutesAhead));
        var revoked = 0L;
        var began = new List<(SessionHost Host, TestGrant Grant, Task<TokenReply> Reply)>();
        for (var round = 0; round < 10; round++)
        {
            var making = Enumerable.Range(0, 12).Select(i => i % 2 == 0 ? here : there).Select(host =>
            {
                var grant = new TestGrant(host);
                return (host, grant, Task.Run(() => grant.CreateAsync()));
            }).ToList();
            began.AddRange(making);

            // All of these have begun before the next call, however far they are.
            if (round % 3 == 2)
            {
                await Task.WhenAll(began.Select(g => g.Reply));
                revoked += await RevokeAsync(round % 2 == 0 ? here : there);
                foreach (var (host, grant, _) in began)
                {
                    Assert.Null(await host.Grant(grant.Id).ViewAsync(false));
                }
            }
            else
            {
                revoked += await RevokeAsync(there);
            }
        }

        await Task.WhenAll(began.Select(g => g.Reply));
        revoked += await RevokeAsync(here);
        Assert.Equal(began.Count(g => g.Reply.Result.Error is null), revoked);
    }

    private static async Task<long> RevokeAsync(SessionHost host)
    {
        var administration = host.Grains.GetGrain<ITenantAdministrationGrain>(SessionHost.Tenant);
        var before = (await administration.BeginRevocationAsync(Target))!.Value;
        var revoked = 0L;
        while (await administration.RevokePageAsync(Target, before) is var count and > 0)
        {
            revoked += count;
        }

        return revoked;
    }

    private SessionHost Process(TimeSpan ahead)
    {
        var clock = new FakeTimeProvider();
        clock.Advance(TimeSpan.FromHours(1) + ahead);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            KeyValuePair.Create<string, string?>("Eudiplo:Storage:ConnectionString", $"Data Source={Path.Combine(_directory, "eudiplo.db")};Pooling=False"),
        ]).Build();
        return new SessionHost(clock: clock, sharesDatabase: true, configure: services =>
        {
            services.RemoveAllKeyed<IGrainStorage>(StorageNames.Provider);
            services.AddEudiploStorage(configuration);
            services.AddEudiploStateJson(GrantJson.Default);
            services.AddEudiploStateJson(RevocationsJson.Default);
        });
    }
}
