namespace Eudiplo.Interop.Tests.Running;

/// <summary>As <see cref="NodeFactAttribute"/>, for a theory.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeTheoryAttribute : TheoryAttribute
{
    public NodeTheoryAttribute() => Skip = WalletPackage.Missing;
}
