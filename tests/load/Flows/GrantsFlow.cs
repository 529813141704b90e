using Eudiplo.Load.Wallets;

namespace Eudiplo.Load.Flows;

/// <summary>The flows on grants in turn: of ten, five introspections, three refreshes, one client-credentials, one revocation.</summary>
public sealed class GrantsFlow : IFlow
{
    private static readonly IFlow Introspect = new IntrospectFlow();
    private static readonly IFlow Refresh = new RefreshFlow();
    private static readonly IFlow ClientCredentials = new ClientCredentialsFlow();
    private static readonly IFlow Revoke = new RevokeFlow();

    private static readonly IFlow[] Turns =
    [
        Introspect, Refresh, Introspect, ClientCredentials, Introspect, Refresh, Introspect, Revoke, Introspect, Refresh,
    ];

    /// <inheritdoc/>
    public string Name => "grants";

    /// <inheritdoc/>
    public string Description => "Of ten flows: five introspect, three refresh, one client-credentials, one revoke.";

    /// <inheritdoc/>
    public IReadOnlyList<string> CredentialConfigurations => Introspect.CredentialConfigurations;

    /// <inheritdoc/>
    public string? Needs => Revoke.Needs;

    /// <inheritdoc/>
    public ValueTask<bool> PrepareAsync(VirtualWallet wallet) => wallet.ObtainGrantsAsync();

    /// <inheritdoc/>
    public ValueTask<bool> RunAsync(VirtualWallet wallet) => Turns[wallet.FlowNumber % Turns.Length].RunAsync(wallet);
}
