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

    /// <summary>Get tokens for itself: <c>client_credentials</c>, with the scopes of its registration.</summary>
    public const string ClientCredentials = "client-credentials";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Authorize, CompleteWebAuth, Introspect, ClientCredentials];

    /// <summary>Those that a client without authentication cannot have.</summary>
    public static IReadOnlyList<string> Confidential { get; } = [CompleteWebAuth, Introspect, ClientCredentials];
}
