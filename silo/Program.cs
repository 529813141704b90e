using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Silo.Hosting;
using Eudiplo.Silo.Tenants;
using Microsoft.Extensions.Options;

try
{
    await StopLimit.Watch(SiloApp.Build(args)).RunAsync();
    return 0;
}
catch (Exception e) when (e is TenantFilesException or OptionsValidationException or NotSupportedException or StorageException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
