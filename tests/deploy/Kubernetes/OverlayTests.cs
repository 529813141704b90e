using System.Text.Json.Nodes;
using Eudiplo.Deploy.Tests.Kubernetes.Rules;

namespace Eudiplo.Deploy.Tests.Kubernetes;

/// <summary>Every overlay of <c>deploy/k8s</c>, rendered by kubectl, keeps every rule; and every rule is seen to be broken.</summary>
public sealed class OverlayTests
{
    private static readonly string[] Overlays = ["single", "postgres", "cluster"];

    private static readonly IManifestRule[] Rules =
    [
        new ProbesRule(), new PodSecurityRule(), new DisruptionBudgetRule(), new AutoscalingRule(), new SpreadRule(), new ResourcesRule(),
        new TerminationRule(), new RolloutRule(), new ConnectionsRule(), new SecretsRule(), new StorageRule(), new ReferencesRule(),
        new NetworkRule(), new FieldsRule(),
    ];

    public static IEnumerable<object[]> EveryOverlayAndRule() =>
        from overlay in Overlays from rule in Rules select new object[] { overlay, rule.GetType().Name };

    public static TheoryData<string> EveryMutation() => new(ManifestMutations.All.Select(m => m.Title));

    [KubectlTheory]
    [MemberData(nameof(EveryOverlayAndRule))]
    public void Every_overlay_keeps_every_rule(string overlay, string rule) =>
        Assert.Empty(Rules.Single(r => r.GetType().Name == rule).Violations(Manifests.Parse(Kubectl.Render(overlay))));

    [KubectlTheory]
    [MemberData(nameof(EveryMutation))]
    public void A_manifest_that_breaks_a_rule_is_found(string title)
    {
        var mutation = ManifestMutations.All.Single(m => m.Title == title);
        var rule = Rules.Single(r => r.GetType() == mutation.Rule);
        var manifests = Manifests.Parse(Kubectl.Render(mutation.Overlay));
        Assert.Empty(rule.Violations(manifests));
        Assert.NotEmpty(rule.Violations(mutation.Apply(manifests)));
    }

    [KubectlTheory]
    [InlineData("single", "telemetry")]
    [InlineData("single", "outbound-https")]
    [InlineData("postgres", "telemetry")]
    [InlineData("postgres", "outbound-https")]
    [InlineData("cluster", "telemetry")]
    [InlineData("cluster", "outbound-https")]
    public void An_optional_component_keeps_every_rule(string overlay, string component)
    {
        var manifests = Manifests.Parse(Kubectl.Render(overlay, component));
        Assert.Empty(Rules.SelectMany(rule => rule.Violations(manifests)));
        Assert.True(manifests.Objects.Count > Manifests.Parse(Kubectl.Render(overlay)).Objects.Count);
    }

    [KubectlTheory]
    [InlineData("single", "eudiplo-gateway", true)]
    [InlineData("cluster", "eudiplo-gateway", false)]
    [InlineData("cluster", "eudiplo-silo", true)]
    [InlineData("cluster", "eudiplo-redis", false)]
    public void Only_pods_with_grains_fetch_from_the_Internet_and_only_with_the_component_for_it(string overlay, string name, bool fetches)
    {
        var (without, with) = (Manifests.Parse(Kubectl.Render(overlay)), Manifests.Parse(Kubectl.Render(overlay, "outbound-https")));
        var pod = with.Workloads.Single(w => w.Name() == name);
        Assert.False(new PolicyNetwork(without).LetsOut(pod, PolicyNetwork.PublicAddress, 443));
        Assert.Equal(fetches, new PolicyNetwork(with).LetsOut(pod, PolicyNetwork.PublicAddress, 443));
    }

    [Fact]
    public void Every_rule_has_a_manifest_that_breaks_it() =>
        Assert.Empty(Rules.Select(r => r.GetType()).Except(ManifestMutations.All.Select(m => m.Rule)));

    [Fact]
    public void Every_overlay_of_the_repository_is_checked() => Assert.Equal(
        Overlays.Order(),
        Directory.GetDirectories(Repository.RepositoryFiles.PathOf("deploy/k8s/overlays")).Select(d => Path.GetFileName(d)).Order());

    [KubectlTheory]
    [InlineData("single", "gateway", "all")]
    [InlineData("postgres", "gateway", "all")]
    [InlineData("cluster", "gateway", "gateway")]
    [InlineData("cluster", "silo", "silo")]
    public void Every_pod_has_the_role_of_its_shape(string overlay, string container, string role)
    {
        var manifests = Manifests.Parse(Kubectl.Render(overlay));
        var found = manifests.Workloads.SelectMany(w => w.Containers()).Single(c => c.Text("name") == container);
        Assert.Equal(role, Environments.RoleOf(manifests, found));
    }

    [KubectlTheory]
    [InlineData("single", "0.1.0-local")]
    [InlineData("postgres", "0.1.0-local")]
    [InlineData("cluster", "0.1.0-orleans")]
    public void Every_shape_has_images_of_its_runtime(string overlay, string tag) => Assert.All(
        Manifests.Parse(Kubectl.Render(overlay)).Workloads.SelectMany(w => w.Containers()).Where(c => c.Text("name") is "gateway" or "silo"),
        container => Assert.EndsWith($":{tag}", container.Text("image"), StringComparison.Ordinal));

    [KubectlTheory]
    [InlineData("single")]
    [InlineData("postgres")]
    [InlineData("cluster")]
    public void The_tenants_of_an_overlay_can_be_read(string overlay)
    {
        var tenants = Manifests.Parse(Kubectl.Render(overlay)).OfKind("ConfigMap")
            .Single(m => m.Name().StartsWith("eudiplo-tenants", StringComparison.Ordinal)).Pairs("data");
        Assert.NotEmpty(tenants);
        Assert.All(tenants, tenant =>
        {
            var document = Grains.Tenants.TenantDocumentReader.Read(System.Text.Encoding.UTF8.GetBytes(tenant.Value), out var errors);
            Assert.Empty(errors);
            Assert.NotNull(document);
        });
    }
}
