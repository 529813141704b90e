using Eudiplo.Load.Wallets;

namespace Eudiplo.Load.Flows;

/// <summary>The other flows in turn: of ten, four web, three presentation, two organization, one token.</summary>
public sealed class MixedFlow : IFlow
{
    private static readonly IFlow WebFlow = new WebFlow();
    private static readonly IFlow PresentationFlow = new PresentationFlow();
    private static readonly IFlow OrganizationFlow = new OrganizationFlow();
    private static readonly IFlow TokenFlow = new TokenFlow();

    private static readonly IFlow[] Turns =
    [
        WebFlow, PresentationFlow, OrganizationFlow, WebFlow, PresentationFlow,
        TokenFlow, WebFlow, PresentationFlow, OrganizationFlow, WebFlow,
    ];

    /// <inheritdoc/>
    public string Name => "mixed";

    /// <inheritdoc/>
    public string Description => "Of ten flows: four web, three presentation, two organization, one token.";

    /// <inheritdoc/>
    public IReadOnlyList<string> CredentialConfigurations { get; } =
        [.. Turns.SelectMany(flow => flow.CredentialConfigurations).Distinct()];

    /// <inheritdoc/>
    public ValueTask<bool> RunAsync(VirtualWallet wallet) => Turns[wallet.FlowNumber % Turns.Length].RunAsync(wallet);
}
