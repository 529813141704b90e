using Eudiplo.Deploy.Tests.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Eudiplo.Deploy.Tests.Settings;

/// <summary>Settings are read once, at the start.</summary>
public sealed class SettingsFilesTests
{
    [Fact]
    public async Task No_settings_file_is_watched_lest_the_server_is_told_of_every_write_below_its_working_directory()
    {
        await using var gateway = await TracedGateway.StartAsync(null);

        var files = ((IConfigurationRoot)gateway.Services.GetRequiredService<IConfiguration>()).Providers.OfType<FileConfigurationProvider>().ToArray();

        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => file.Source.ReloadOnChange);
    }
}
