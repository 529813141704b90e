using System.Collections.Concurrent;
using System.Diagnostics;
using Eudiplo.Deploy.Tests.Repository;

namespace Eudiplo.Deploy.Tests.Kubernetes;

/// <summary>The <c>kubectl</c> of this machine. No cluster is ever asked.</summary>
internal static class Kubectl
{
    private static readonly ConcurrentDictionary<string, string> Rendered = [];

    /// <summary>Why tests that need it are skipped; null when it is there.</summary>
    public static string? Absence { get; } = Find() is null ? "kubectl is not on the PATH of this machine: the manifests were not rendered and not checked." : null;

    /// <summary>The manifests of an overlay as YAML.</summary>
    public static string Render(string overlay) =>
        Rendered.GetOrAdd(overlay, name => Run(["kustomize", RepositoryFiles.PathOf($"deploy/k8s/overlays/{name}")]));

    /// <summary>The manifests of an overlay with an optional component.</summary>
    public static string Render(string overlay, string component) => Rendered.GetOrAdd($"{overlay}+{component}", _ =>
    {
        // kustomize takes other kustomizations by relative paths alone.
        var directory = Directory.CreateTempSubdirectory("eudiplo-kustomize-").FullName;
        try
        {
            var k8s = Path.GetRelativePath(directory, RepositoryFiles.PathOf("deploy/k8s"));
            File.WriteAllText(
                Path.Combine(directory, "kustomization.yaml"),
                $"resources: [\"{k8s}/overlays/{overlay}\"]\ncomponents: [\"{k8s}/components/{component}\"]\n");
            return Run(["kustomize", directory]);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    });

    /// <summary>Runs it. Standard input: <paramref name="input"/>.</summary>
    public static string Run(IEnumerable<string> arguments, string? input = null)
    {
        var start = new ProcessStartInfo(Find()!, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Whatever cluster the user of this machine has access to, it is none of ours.
        start.Environment["KUBECONFIG"] = Path.Combine(AppContext.BaseDirectory, "no-kubeconfig");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.GetAwaiter().GetResult()
            : throw new InvalidOperationException($"kubectl {string.Join(' ', start.ArgumentList)}: {error.GetAwaiter().GetResult()}");
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(directory => Path.Combine(directory, OperatingSystem.IsWindows() ? "kubectl.exe" : "kubectl"))
        .FirstOrDefault(File.Exists);
}
