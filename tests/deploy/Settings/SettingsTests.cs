using System.Text.RegularExpressions;
using Eudiplo.Deploy.Tests.Kubernetes;
using Eudiplo.Deploy.Tests.Repository;
using Eudiplo.Deploy.Tests.Telemetry;
using Eudiplo.Grains.Tenants;
using Eudiplo.Silo.Telemetry;
using Eudiplo.Silo.Tenants;
using Eudiplo.Storage.Options;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Eudiplo.Deploy.Tests.Settings;

/// <summary>Every setting that the deployment makes is one that Eudiplo reads, and is on the page about hosting.</summary>
public sealed partial class SettingsTests
{
    private static readonly (string Section, Type Options)[] Sections =
    [
        (StorageOptions.Section, typeof(StorageOptions)),
        (TelemetryOptions.Section, typeof(TelemetryOptions)),
        ("Eudiplo:Tenants", typeof(TenantFileOptions)),
        ("Eudiplo", typeof(IssuerOptions)),
    ];

    /// <summary>The settings that are not bound to options, and the file that reads each.</summary>
    private static readonly Dictionary<string, string> Read = new(StringComparer.Ordinal)
    {
        ["Eudiplo:Role"] = "gateway/Hosting/GatewayApp.cs",
        ["Eudiplo:Cluster:Redis"] = "silo/Hosting/GrainHosting.Orleans.cs",
        ["Eudiplo:Cluster:ClusterId"] = "silo/Hosting/GrainHosting.Orleans.cs",
        ["Eudiplo:Cluster:ServiceId"] = "silo/Hosting/GrainHosting.Orleans.cs",
        ["Eudiplo:Cluster:SiloPort"] = "silo/Hosting/GrainHosting.Orleans.cs",
        ["Eudiplo:Cluster:GatewayPort"] = "silo/Hosting/GrainHosting.Orleans.cs",
    };

    public static TheoryData<string> EverySetting() => new(
        Directory.EnumerateFiles(RepositoryFiles.PathOf("deploy"), "*", SearchOption.AllDirectories)
            .SelectMany(file => NameForm().Matches(File.ReadAllText(file)))
            .Select(match => match.Value)
            .Distinct()
            .Order());

    [Theory]
    [MemberData(nameof(EverySetting))]
    public void Every_setting_of_the_deployment_is_read_and_documented(string name)
    {
        Assert.True(IsRead(name.Replace("__", ":", StringComparison.Ordinal)), $"Nothing reads {name}.");
        Assert.Contains($"`{name}`", RepositoryFiles.Read("docs/hosting.md"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Eudiplo:Storage:MasterKey")]
    [InlineData("Eudiplo:Storage:PostgreSql:Connections")]
    [InlineData("Eudiplo:Cluster:Port")]
    [InlineData("Eudiplo:Something")]
    public void A_setting_that_nothing_reads_is_noticed(string key) => Assert.False(IsRead(key));

    [Fact]
    public async Task The_time_to_drain_is_what_the_deployment_sets()
    {
        // The variable's prefix DOTNET_ is the host's own and is taken off.
        await using var gateway = await TracedGateway.StartAsync(null, "--SHUTDOWNTIMEOUTSECONDS=41");
        Assert.Equal(TimeSpan.FromSeconds(41), gateway.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout);
    }

    [KubectlTheory]
    [InlineData("cluster", "silo")]
    [InlineData("cluster", "gateway")]
    public void The_ports_of_a_silo_are_those_that_its_settings_name(string overlay, string container)
    {
        var manifests = Manifests.Parse(Kubectl.Render(overlay));
        var environment = Kubernetes.Environments.Of(manifests, manifests.Workloads.SelectMany(w => w.Containers()).Single(c => c.Text("name") == container));
        var ports = manifests.Get("Deployment", "eudiplo-silo").Containers().Single().Items("ports").ToDictionary(p => p.Text("name")!, p => p.Text("containerPort"));
        Assert.Equal(ports["silo"], environment["Eudiplo__Cluster__SiloPort"]);
        Assert.Equal(ports["gateways"], environment["Eudiplo__Cluster__GatewayPort"]);
    }

    private static bool IsRead(string key)
    {
        if (Read.TryGetValue(key, out var file))
        {
            return RepositoryFiles.Read(file).Contains($"\"{key.Split(':')[^1]}\"", StringComparison.Ordinal)
                || RepositoryFiles.Read(file).Contains($"\"{key}\"", StringComparison.Ordinal);
        }

        var (section, options) = Sections.FirstOrDefault(s => key.StartsWith(s.Section + ":", StringComparison.Ordinal));
        return options is not null && key[(section.Length + 1)..].Split(':')
            .Aggregate((Type?)options, (type, name) => type?.GetProperty(name)?.PropertyType) is not null;
    }

    [GeneratedRegex(@"Eudiplo(?:__\w+?)+(?=[^\w])")]
    private static partial Regex NameForm();
}
