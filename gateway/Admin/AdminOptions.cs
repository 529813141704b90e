namespace Eudiplo.Gateway.Admin;

/// <summary>Who may use the admin API: section <c>Eudiplo:Admin</c>.</summary>
public sealed class AdminOptions
{
    /// <summary>
    /// <c>sha256:</c> and the SHA-256 of the admin key in base64url. The key is made by a machine, 32 random bytes or more. Left out: there is
    /// no admin key, and only clients of a tenant come in, to their own tenant.
    /// </summary>
    public string? KeyHash { get; set; }
}
