namespace Eudiplo.WalletSimulator.InteractiveAuthorization;

/// <summary>The dialects that the simulator speaks.</summary>
public static class WireDialects
{
    /// <summary>All of them, the bare one first.</summary>
    public static IReadOnlyList<IWireDialect> All { get; } = [new BareDialect(), new UrnDialect(), new FirstPartyDialect()];

    /// <summary>The dialect of a name.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static IWireDialect Named(string name) => All.Single(dialect => dialect.Name == name);
}
