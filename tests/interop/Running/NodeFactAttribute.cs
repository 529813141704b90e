namespace Eudiplo.Interop.Tests.Running;

/// <summary>A test that needs Node.js and npm's registry; where they are missing, the summary of the run says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = WalletPackage.Missing;
}
