using System.Xml.Linq;
using Eudiplo.Deploy.Tests.Repository;

namespace Eudiplo.Deploy.Tests.Docker;

/// <summary>The Dockerfile fits the repository: what it copies is there and is sent, and what it makes runs without privileges.</summary>
public sealed class DockerfileTests
{
    private static readonly Dockerfile File = Dockerfile.Parse(RepositoryFiles.Read("deploy/docker/Dockerfile"));
    private static readonly IgnoreFile Ignored = IgnoreFile.Parse(RepositoryFiles.Read("deploy/docker/Dockerfile.dockerignore"));

    [Fact]
    public void Everything_that_is_copied_is_in_the_repository_and_sent_to_the_build()
    {
        var sources = Copies(File.Stages.Single(s => s.Name == "build")).SelectMany(copy => copy[..^1]).ToList();
        Assert.NotEmpty(sources);
        Assert.All(sources, source =>
        {
            Assert.True(Path.Exists(RepositoryFiles.PathOf(source)), $"{source} is not in the repository.");
            Assert.False(Ignored.LeavesOut(source.TrimEnd('/')), $"{source} is not sent.");
        });
    }

    [Fact]
    public void The_gateway_and_all_projects_that_it_needs_are_copied_before_the_restore()
    {
        var build = File.Stages.Single(s => s.Name == "build").Instructions;
        var restore = build.FindIndex(i => i.Name == "RUN" && i.Rest.Contains("dotnet restore", StringComparison.Ordinal));
        var before = Copies(build[..restore]).SelectMany(copy => copy[..^1]).ToHashSet();
        Assert.All(WithReferences("gateway/Eudiplo.Gateway.csproj"), project => Assert.Contains(project, before));
        Assert.Contains("Directory.Packages.props", before);
        Assert.Contains("Directory.Build.props", before);
    }

    [Theory]
    [InlineData("build")]
    [InlineData("build-gateway")]
    [InlineData("build-silo")]
    public void Both_runtimes_are_built_by_one_argument(string stage)
    {
        var build = File.Stages.Single(s => s.Name == stage);
        Assert.Contains("GRAIN_RUNTIME=Local", build.Of("ARG"));
        Assert.All(
            build.Of("RUN").Where(run => run.Contains("dotnet ", StringComparison.Ordinal)),
            run => Assert.Contains("-p:GrainRuntime=${GRAIN_RUNTIME}", run, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("gateway")]
    [InlineData("silo")]
    public void An_image_runs_without_root_on_a_chiseled_base(string target)
    {
        var lineage = File.Lineage(target);
        var user = lineage.SelectMany(s => s.Of("USER")).Last();
        Assert.Equal("1654:1654", user);
        Assert.Equal("mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled", lineage[0].Image);
        Assert.Contains(lineage.SelectMany(s => s.Of("ENV")), e => e.Contains("DOTNET_EnableDiagnostics=0", StringComparison.Ordinal));
        Assert.DoesNotContain(lineage.SelectMany(s => s.Instructions), i => i.Name is "RUN" or "HEALTHCHECK" or "ADD");
    }

    [Theory]
    [InlineData("gateway", "gateway/Eudiplo.Gateway.csproj")]
    [InlineData("silo", "silo/Eudiplo.Silo.csproj")]
    public void An_image_starts_the_assembly_that_is_published(string target, string project)
    {
        var assembly = XDocument.Load(RepositoryFiles.PathOf(project)).Descendants("AssemblyName").Single().Value;
        var stage = File.Stages.Single(s => s.Name == target);
        Assert.Equal($"[\"dotnet\", \"{assembly}.dll\"]", stage.Of("ENTRYPOINT").Single());
        Assert.Equal($"--from=build-{target} /publish ./", stage.Of("COPY").Single());
        Assert.Contains(
            File.Stages.Single(s => s.Name == $"build-{target}").Of("RUN"),
            run => run.Contains($"dotnet publish {target} ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_silo_image_is_built_for_Orleans_alone_and_opens_its_ports()
    {
        Assert.Contains("11111 30000", File.Stages.Single(s => s.Name == "silo").Of("EXPOSE"));
        Assert.Contains(
            File.Stages.Single(s => s.Name == "build-silo").Of("RUN"),
            run => run.StartsWith("test \"${GRAIN_RUNTIME}\" = Orleans", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(".git/config")]
    [InlineData("tests/gateway/Eudiplo.Gateway.Tests.csproj")]
    [InlineData("gateway/bin/Local/Debug/net10.0/Eudiplo.Gateway.dll")]
    [InlineData("gateway/obj/Local/project.assets.json")]
    [InlineData("gateway/data/eudiplo.db")]
    [InlineData("data/master.key")]
    [InlineData("gateway/certificate.pfx")]
    [InlineData("deploy/k8s/base/settings.env")]
    public void What_an_image_does_not_need_is_not_sent(string path) => Assert.True(Ignored.LeavesOut(path));

    [Theory]
    [InlineData("FROM image\n")]
    [InlineData("RUN true\nFROM image AS a\n")]
    [InlineData("FROM image AS a\nCOPPY a b\n")]
    public void A_Dockerfile_that_is_wrong_is_noticed(string text) => Assert.Throws<FormatException>(() => Dockerfile.Parse(text));

    private static IEnumerable<string[]> Copies(Dockerfile.Stage stage) => Copies(stage.Instructions);

    private static IEnumerable<string[]> Copies(IEnumerable<Dockerfile.Instruction> instructions) => instructions
        .Where(i => i.Name == "COPY" && !i.Rest.Contains("--from=", StringComparison.Ordinal))
        .Select(i => i.Rest.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<string> WithReferences(string project)
    {
        var directory = Path.GetDirectoryName(RepositoryFiles.PathOf(project))!;
        return XDocument.Load(RepositoryFiles.PathOf(project)).Descendants("ProjectReference")
            .Select(reference => Path.GetFullPath(Path.Combine(directory, reference.Attribute("Include")!.Value)))
            .Select(path => Path.GetRelativePath(RepositoryFiles.Root, path).Replace('\\', '/'))
            .SelectMany(WithReferences)
            .Prepend(project)
            .Distinct();
    }
}
