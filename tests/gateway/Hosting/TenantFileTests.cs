using Eudiplo.Gateway.Hosting;
using Eudiplo.Silo.Tenants;

namespace Eudiplo.Gateway.Tests.Hosting;

public sealed class TenantFileTests
{
    [Fact]
    public async Task A_tenant_file_that_is_wrong_stops_the_start_and_the_mistake_is_named()
    {
        var directory = Directory.CreateTempSubdirectory("eudiplo-tenants-").FullName;
        await File.WriteAllTextAsync(Path.Combine(directory, "wrong.json"), """{ "tenantId": "wrong", "fallback": { "presentationConfigId": "none" } }""");

        var stopped = Assert.Throws<TenantFilesException>(() => GatewayApp.Build(
        [
            "--Eudiplo:PublicUrl=https://issuer.example",
            $"--Eudiplo:Storage:ConnectionString=Data Source={Path.Combine(directory, "eudiplo.db")}",
            $"--Eudiplo:Tenants:Directory={directory}",
            $"--Eudiplo:Tenants:FilesDirectory={directory}",
        ]));

        Assert.Contains("$.fallback.presentationConfigId", stopped.Message, StringComparison.Ordinal);
        Directory.Delete(directory, recursive: true);
    }
}
