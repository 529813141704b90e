namespace Eudiplo.Gateway.Admin;

/// <summary>Who uses the admin API.</summary>
/// <param name="Name">The name for the audit log.</param>
/// <param name="IsAdmin">Whether it is the operator of the server, and not of one tenant only.</param>
/// <param name="SeesPersonalData">Whether personal data may be shown.</param>
internal sealed record Operator(string Name, bool IsAdmin, bool SeesPersonalData);
