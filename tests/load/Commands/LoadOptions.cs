using Eudiplo.Load.Flows;
using Eudiplo.Load.Wallets;
using Eudiplo.WalletSimulator.InteractiveAuthorization;

namespace Eudiplo.Load.Commands;

/// <summary>What the command line asked for.</summary>
public sealed record LoadOptions
{
    /// <summary>The servers; wallets spread their requests over them in turn.</summary>
    public required IReadOnlyList<Uri> Urls { get; init; }

    /// <summary>How many wallets at most run a flow at the same time.</summary>
    public required int Wallets { get; init; }

    /// <summary>How long to measure.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How long to run before measuring.</summary>
    public required TimeSpan WarmUp { get; init; }

    /// <summary>What the wallets do.</summary>
    public required IFlow Flow { get; init; }

    /// <summary>How wallets speak to the server.</summary>
    public IWireDialect Dialect { get; init; } = new BareDialect();

    /// <summary>How wallets present themselves.</summary>
    public WalletSettings Wallet { get; init; } = new();

    /// <summary>The tenants by name.</summary>
    public required IReadOnlyList<string> Tenants { get; init; }

    /// <summary>Flows per second in the open loop; null: the closed loop.</summary>
    public double? Rate { get; init; }

    /// <summary>How long to wait for a reply.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>The share of failed flows that is still fine, 0 to 1.</summary>
    public required double ErrorBudget { get; init; }

    /// <summary>Processes of the server, whose processor time is reported together with that of their descendants.</summary>
    public IReadOnlyList<int> ServerProcesses { get; init; } = [];

    /// <summary>Processes of the database, reported likewise.</summary>
    public IReadOnlyList<int> DatabaseProcesses { get; init; } = [];

    /// <summary>A file with the server's admin key, to make the tenants that are missing; null: they must be there.</summary>
    public string? AdminKeyFile { get; init; }

    /// <summary>Where the demo tenant's keys are.</summary>
    public required string DemoDirectory { get; init; }

    /// <summary>The wallets' `client_id`.</summary>
    public required string ClientId { get; init; }

    /// <summary>Where to write the HTML report; null: nowhere.</summary>
    public string? Report { get; init; }

    /// <summary>Whether the result goes to standard output as JSON.</summary>
    public bool Json { get; init; }
}
