namespace Eudiplo.Grains.Tenants;

/// <summary>What a client of a tenant may do.</summary>
public static class ClientPermissions
{
    /// <summary>Begin sessions and redeem codes: a wallet.</summary>
    public const string Authorize = "authorize";

    /// <summary>Confirm web steps: a backend of the tenant.</summary>
    public const string CompleteWebAuth = "complete-web-auth";

    /// <summary>Ask what tokens are worth: a resource server of the tenant.</summary>
    public const string Introspect = "introspect";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Authorize, CompleteWebAuth, Introspect];

    /// <summary>Those that a client without authentication cannot have.</summary>
    public static IReadOnlyList<string> Confidential { get; } = [CompleteWebAuth, Introspect];
}
