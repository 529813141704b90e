namespace Eudiplo.Silo.Tenants;

/// <summary>Where tenants are configured: section <c>Eudiplo:Tenants</c>.</summary>
public sealed class TenantFileOptions
{
    /// <summary>The directory of tenant files, <c>*.json</c>, one for each tenant. Default: <c>tenants</c> beside the program.</summary>
    public string Directory { get; set; } = Path.Combine(AppContext.BaseDirectory, "tenants");

    /// <summary>
    /// The directory that relative names in <c>…File</c> members begin at, and where the demo tenant's keys are made. Default: <c>data</c>
    /// in the working directory.
    /// </summary>
    public string FilesDirectory { get; set; } = "data";
}
