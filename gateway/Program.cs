using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Gateway.Hosting;
using Eudiplo.Silo.Hosting;
using Eudiplo.Silo.Tenants;
using Microsoft.Extensions.Options;

try
{
    await StopLimit.Watch(GatewayApp.Build(args)).RunAsync();
    return 0;
}
catch (Exception e) when (e is TenantFilesException or OptionsValidationException or NotSupportedException or StorageException)
{
    // The operator's to mend: the message says what and where, and a stack trace would only hide it.
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
