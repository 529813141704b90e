namespace Eudiplo.Deploy.Tests.Kubernetes;

/// <summary>A theory over rendered manifests; skipped, with the reason, where there is no kubectl.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KubectlTheoryAttribute : TheoryAttribute
{
    /// <inheritdoc/>
    public override string? Skip
    {
        get => Kubectl.Absence;
        set => throw new NotSupportedException("Only the absence of kubectl skips this.");
    }
}
