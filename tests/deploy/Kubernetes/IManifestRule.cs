namespace Eudiplo.Deploy.Tests.Kubernetes;

/// <summary>A rule that every overlay keeps.</summary>
public interface IManifestRule
{
    /// <summary>What breaks the rule, a sentence each; none when the manifests keep it.</summary>
    IEnumerable<string> Violations(Manifests manifests);
}
