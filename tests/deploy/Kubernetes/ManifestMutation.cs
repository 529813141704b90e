using System.Text.Json.Nodes;

namespace Eudiplo.Deploy.Tests.Kubernetes;

/// <summary>A way to break a rule.</summary>
/// <param name="Title">What is wrong then.</param>
/// <param name="Rule">The type of the rule that must notice.</param>
/// <param name="Overlay">The overlay that is broken.</param>
/// <param name="Apply">Breaks it.</param>
internal sealed record ManifestMutation(string Title, Type Rule, string Overlay, Func<Manifests, Manifests> Apply);
