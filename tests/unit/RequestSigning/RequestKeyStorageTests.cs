using Eudiplo.Grains.RequestSigning;
using Eudiplo.Grains.Tenants;
using Eudiplo.Storage.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Eudiplo.Unit.Tests.RequestSigning;

/// <summary>Generated keys in the real storage, with several processes over one database.</summary>
public sealed class RequestKeyStorageTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("eudiplo-keys-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_key_outlives_its_process_and_lies_in_the_database_encrypted()
    {
        RequestKey made;
        await using (var process = Process())
        {
            made = await process.GetRequiredService<RequestKeyStore>().GetAsync("acme", "issuer.example");
        }

        await using (var process = Process())
        {
            var found = await process.GetRequiredService<RequestKeyStore>().GetAsync("acme", "issuer.example");

            Assert.Equal((made.KeyId, Convert.ToHexString(made.PrivateKey)), (found.KeyId, Convert.ToHexString(found.PrivateKey)));
            Assert.Equal(Convert.ToHexString(made.Certificates[0]), Convert.ToHexString(found.Certificates[0]));
        }

        foreach (var file in Directory.EnumerateFiles(_directory, "eudiplo.db*"))
        {
            var stored = await File.ReadAllBytesAsync(file);
            Assert.Equal(-1, stored.AsSpan().IndexOf(made.PrivateKey.AsSpan(36, 32)));
            Assert.Equal(-1, stored.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(made.PrivateKey))));
        }
    }

    [Fact]
    public async Task Processes_that_need_a_key_at_once_end_with_one()
    {
        await using var first = Process();
        var keys = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() =>
            new RequestKeyStore(first.GetRequiredKeyedService<Orleans.Storage.IGrainStorage>("eudiplo"), new Tenants.EveryTenant(), TimeProvider.System).GetAsync("acme", "issuer.example"))));

        Assert.Single(keys.Select(key => key.KeyId).Distinct());
    }

    private ServiceProvider Process()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            KeyValuePair.Create<string, string?>("Eudiplo:Storage:ConnectionString", $"Data Source={Path.Combine(_directory, "eudiplo.db")};Pooling=False"),
        ]).Build();
        var services = new ServiceCollection();
        services.AddEudiploStorage(configuration);
        services.AddEudiploStateJson(RequestKeysJson.Default);
        services.AddSingleton<ITenantPresence, Tenants.EveryTenant>();
        services.AddSingleton<RequestKeyStore>();
        return services.BuildServiceProvider();
    }
}
