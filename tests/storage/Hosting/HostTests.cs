using System.Diagnostics.Metrics;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Hosting;
using Eudiplo.Storage.Tests.Running;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Storage;

namespace Eudiplo.Storage.Tests.Hosting;

public sealed class HostTests
{
    [Theory, EveryProvider]
    public async Task The_storage_is_ready_before_any_other_service_starts(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var builder = Builder(database);
        builder.Services.AddHostedService<EarlyBird>();
        builder.Services.AddEudiploStorage(builder.Configuration);
        using var host = builder.Build();

        await host.StartAsync();

        Assert.True(host.Services.GetServices<IHostedService>().OfType<EarlyBird>().Single().FoundStorageReady);
        await host.StopAsync();
    }

    [Theory, EveryProvider]
    public async Task A_host_whose_storage_cannot_be_made_ready_does_not_start(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var builder = Builder(database);
        builder.Configuration["Eudiplo:Storage:MasterKeyFile"] = Path.Combine(database.Directory, "none.key");
        builder.Services.AddEudiploStorage(builder.Configuration);
        using var host = builder.Build();

        await Assert.ThrowsAsync<StorageException>(() => host.StartAsync());
    }

    [Fact]
    public async Task A_relative_path_is_meant_from_the_content_root_and_the_default_is_data_eudiplo_db()
    {
        await using var database = new SqliteTestDatabase();
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = database.Directory });
        builder.Services.AddEudiploStorage(builder.Configuration);
        using var host = builder.Build();

        await host.StartAsync();

        Assert.True(File.Exists(Path.Combine(database.Directory, "data", "eudiplo.db")));
        Assert.True(File.Exists(Path.Combine(database.Directory, "data", "master.key")));
        await host.StopAsync();
    }

    [Theory, EveryProvider]
    public async Task The_first_use_makes_the_storage_ready_where_no_host_does(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = StorageHost.Build(database);

        Assert.False((await host.ReadAsync("acme/1")).RecordExists);

        Assert.True(host.Services.GetRequiredService<IStorageInitializer>().IsInitialized);
    }

    [Theory, EveryProvider]
    public async Task Readiness_tells_whether_the_storage_answers(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = StorageHost.Build(database);
        var health = host.Services.GetRequiredService<HealthCheckService>();

        Assert.Equal(HealthStatus.Unhealthy, (await health.CheckHealthAsync(check => check.Tags.Contains("ready"))).Status);
        await host.Services.GetRequiredService<IStorageInitializer>().InitializeAsync();
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(check => check.Tags.Contains("ready"))).Status);
    }

    [PostgreSqlFact]
    public async Task Readiness_ends_when_the_server_is_gone_and_returns_with_it()
    {
        await using var server = await PostgreSqlServer.StartAsync();
        await using var database = await PostgreSqlTestDatabase.CreateAsync(server);
        await using var host = await StorageHost.StartAsync(database);
        var health = host.Services.GetRequiredService<HealthCheckService>();
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync()).Status);

        await server.CrashAsync();
        Assert.Equal(HealthStatus.Unhealthy, (await health.CheckHealthAsync()).Status);
        await server.RestartAsync();
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync()).Status);
    }

    [Theory, EveryProvider]
    public async Task The_sweeper_runs_on_its_interval(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var time = new ManualTime();
        var builder = Builder(database);
        builder.Configuration["Eudiplo:Storage:Sweeper:Interval"] = "00:01:00";
        builder.Configuration["Eudiplo:Storage:Sweeper:Jitter"] = "0";
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddEudiploStorage(builder.Configuration);
        using var host = builder.Build();
        var factory = host.Services.GetRequiredService<IMeterFactory>();
        var swept = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listener = Listen(factory, (name, value, tags) =>
        {
            if (name == "eudiplo.storage.sweeper.rows" && value > 0)
            {
                Assert.Equal("deleted", tags["action"]);
                swept.TrySetResult();
            }
        });
        await host.StartAsync();
        var grains = host.Services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Provider);
        var state = new GrainState<Ticket>(new Ticket { ExpiresAt = time.GetUtcNow().AddSeconds(1) });
        await grains.WriteStateAsync("session", Orleans.Runtime.GrainId.Create("ticket", "acme/1"), state);

        // The timer may not be there yet when the host has started: the clock moves on until it has been seen.
        while (!swept.Task.IsCompleted)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        Assert.Equal(0L, await database.ScalarAsync("SELECT count(*) FROM state"));
        await host.StopAsync();
    }

    [Theory, EveryProvider]
    public async Task Reads_writes_and_lost_races_are_measured_by_kind_and_outcome(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        var seen = new System.Collections.Concurrent.ConcurrentBag<string>();
        using var listener = Listen(host.Services.GetRequiredService<IMeterFactory>(), (name, _, tags) =>
            seen.Add($"{name} {tags.GetValueOrDefault("kind")} {tags.GetValueOrDefault("operation")} {tags.GetValueOrDefault("outcome")}".TrimEnd()));

        await host.InsertAsync("acme/1", new Ticket());
        await host.ReadAsync("acme/1");
        await host.ReadAsync("acme/2");
        await Assert.ThrowsAsync<InconsistentStateException>(() => host.InsertAsync("acme/1", new Ticket()));

        Assert.Contains("eudiplo.storage.write.duration session insert ok", seen);
        Assert.Contains("eudiplo.storage.write.duration session insert lost", seen);
        Assert.Contains("eudiplo.storage.read.duration session  found", seen);
        Assert.Contains("eudiplo.storage.read.duration session  none", seen);
        Assert.Contains("eudiplo.storage.cas.losses session", seen);
        Assert.Contains("eudiplo.storage.batch.size  write", seen);
        Assert.Contains("eudiplo.storage.commit.duration", seen);
    }

    [Theory, EveryProvider]
    public async Task Data_protection_of_the_whole_application_uses_the_key_ring_in_the_database(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        string cookie;
        await using (var first = await StorageHost.StartAsync(database))
        {
            cookie = first.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("cookie").Protect("hello");
        }

        await using var second = await StorageHost.StartAsync(database);
        Assert.Equal("hello", second.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("cookie").Unprotect(cookie));
    }

    private static HostApplicationBuilder Builder(TestDatabase database)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = database.Directory });
        builder.Configuration.AddInMemoryCollection(database.Settings);
        return builder;
    }

    private static MeterListener Listen(IMeterFactory factory, Action<string, double, Dictionary<string, object?>> measured)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Meter.Name == "Eudiplo.Storage" && instrument.Meter.Scope == factory)
                {
                    own.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => measured(instrument.Name, value, new(tags.ToArray())));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => measured(instrument.Name, value, new(tags.ToArray())));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => measured(instrument.Name, value, new(tags.ToArray())));
        listener.Start();
        return listener;
    }

    private sealed class EarlyBird(IServiceProvider services) : IHostedService
    {
        public bool FoundStorageReady { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            FoundStorageReady = services.GetRequiredService<IStorageInitializer>().IsInitialized;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
