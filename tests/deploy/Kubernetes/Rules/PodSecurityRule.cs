using System.Text.Json.Nodes;

namespace Eudiplo.Deploy.Tests.Kubernetes.Rules;

/// <summary>Pods are as the Pod Security Standard "restricted" asks, and have a read-only root and no token of the Kubernetes API.</summary>
public sealed class PodSecurityRule : IManifestRule
{
    /// <inheritdoc/>
    public IEnumerable<string> Violations(Manifests manifests)
    {
        foreach (var account in manifests.OfKind("ServiceAccount").Where(a => !a.IsFalse("automountServiceAccountToken")))
        {
            yield return $"{account.Title()} mounts a token.";
        }

        if (manifests.OfKind("Namespace").SingleOrDefault().Text("metadata", "labels", "pod-security.kubernetes.io/enforce") != "restricted")
        {
            yield return "The namespace does not enforce the standard 'restricted'.";
        }

        foreach (var violation in manifests.Workloads.SelectMany(workload => OfPod(manifests, workload)))
        {
            yield return violation;
        }
    }

    private static IEnumerable<string> OfPod(Manifests manifests, JsonObject workload)
    {
        var pod = workload.At("spec", "template", "spec");
        var context = pod.At("securityContext");
        var account = pod.Text("serviceAccountName");
        (bool IsBroken, string What)[] checks =
        [
            (!context.IsTrue("runAsNonRoot"), "may run as root"),
            (context.Number("runAsUser") is not > 0, "has no user of its own"),
            (context.Number("runAsGroup") is not > 0, "has no group of its own"),
            (context.Text("seccompProfile", "type") != "RuntimeDefault", "lacks the seccomp profile RuntimeDefault"),
            (!pod.IsFalse("automountServiceAccountToken"), "mounts a service account token"),
            (manifests.OfKind("ServiceAccount").All(a => a.Name() != account), "has no service account of this deployment"),
            (pod.IsTrue("hostNetwork") || pod.IsTrue("hostPID") || pod.IsTrue("hostIPC"), "shares a namespace of the host"),
            (pod.Items("volumes").Any(v => v.At("hostPath") is not null), "mounts a path of the host"),
        ];
        foreach (var (_, what) in checks.Where(c => c.IsBroken))
        {
            yield return $"{workload.Title()} {what}.";
        }

        foreach (var container in workload.Containers())
        {
            var own = container.At("securityContext");
            var capabilities = own.At("capabilities");
            if (!own.IsTrue("readOnlyRootFilesystem"))
            {
                yield return $"{workload.Title()}/{container.Text("name")} can write to its root file system.";
            }

            if (!own.IsFalse("allowPrivilegeEscalation") || own.IsTrue("privileged"))
            {
                yield return $"{workload.Title()}/{container.Text("name")} may gain privileges.";
            }

            if (capabilities.Items("drop").All(c => c.ToString() != "ALL") || capabilities.Items("add").Any())
            {
                yield return $"{workload.Title()}/{container.Text("name")} keeps capabilities.";
            }

            if (own.At("runAsUser") is not null || own.At("runAsNonRoot") is not null || own.At("seccompProfile") is not null)
            {
                yield return $"{workload.Title()}/{container.Text("name")} overrides the pod's security context.";
            }
        }
    }
}
