namespace Eudiplo.Silo.Tenants;

/// <summary>Tenant files cannot be used. The message names every file and member that is wrong.</summary>
/// <param name="problems">What is wrong.</param>
public sealed class TenantFilesException(IReadOnlyList<string> problems)
    : Exception("The tenant files cannot be used:" + Environment.NewLine + string.Join(Environment.NewLine, problems))
{
    /// <summary>What is wrong, a line each.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
