using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text.Json;
using Eudiplo.Deploy.Tests.Repository;

namespace Eudiplo.Deploy.Tests.Docker;

/// <summary>
/// The Dockerfile's own instructions, carried out in an empty folder: what an engine would do, without the base images. It shows that what is copied is
/// all that the build needs, and that what is published starts under the image's settings.
/// </summary>
public sealed class ImageBuildTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly string Runtime = typeof(ImageBuildTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "GrainRuntime").Value!;

    /// <summary>The images of this build's runtime.</summary>
    public static TheoryData<string> Images => Runtime == "Orleans" ? ["gateway", "silo"] : ["gateway"];

    [Theory, MemberData(nameof(Images))]
    public async Task What_an_image_is_built_from_publishes_a_program_that_becomes_ready(string image)
    {
        var file = Dockerfile.Parse(RepositoryFiles.Read("deploy/docker/Dockerfile"));
        var root = Directory.CreateTempSubdirectory("eudiplo-image-").FullName;
        try
        {
            var source = Directory.CreateDirectory(Path.Combine(root, "source")).FullName;
            foreach (var instruction in file.Lineage($"build-{image}").SelectMany(stage => stage.Instructions))
            {
                if (instruction.Name == "COPY")
                {
                    Copy(instruction.Rest, source);
                }
                else if (instruction.Name == "RUN")
                {
                    // The image's folders are the root's; here they are the scratch folder's.
                    await RunAsync(
                        instruction.Rest.Replace("${GRAIN_RUNTIME}", Runtime, StringComparison.Ordinal)
                            .Replace(" /publish", $" {root}/publish", StringComparison.Ordinal)
                            .Replace(" /data", $" {root}/data", StringComparison.Ordinal),
                        source);
                }
            }

            var entry = JsonSerializer.Deserialize<string[]>(file.Lineage(image).SelectMany(stage => stage.Of("ENTRYPOINT")).Last())!;
            await IsReadyAsync(entry, Path.Combine(root, "publish"), Path.Combine(root, "data"), Path.Combine(source, "gateway", "tenants"));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static void Copy(string arguments, string target)
    {
        var parts = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var ignored = IgnoreFile.Parse(RepositoryFiles.Read("deploy/docker/Dockerfile.dockerignore"));
        foreach (var part in parts[..^1])
        {
            var from = RepositoryFiles.PathOf(part);
            var files = Directory.Exists(from) ? Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories) : [from];
            foreach (var path in files)
            {
                var name = Path.GetRelativePath(RepositoryFiles.PathOf("."), path);
                if (name.Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj") || ignored.LeavesOut(name))
                {
                    continue;
                }

                var to = Directory.Exists(from)
                    ? Path.Combine(target, parts[^1], Path.GetRelativePath(from, path))
                    : Path.Combine(target, parts[^1], Path.GetFileName(path));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(path, to, overwrite: true);
            }
        }
    }

    private static async Task RunAsync(string command, string directory)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", command])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The test runs within a build of its own, whose settings are not the image's.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, $"{command}\n{await output}\n{await errors}");
    }

    private static async Task IsReadyAsync(string[] entry, string application, string data, string tenants)
    {
        var url = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo(entry[0], entry[1..]) { WorkingDirectory = application, RedirectStandardOutput = true };
        start.Environment["ASPNETCORE_URLS"] = url;
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["Eudiplo__PublicUrl"] = url;
        start.Environment["Eudiplo__Storage__ConnectionString"] = $"Data Source={Path.Combine(data, "eudiplo.db")}";
        start.Environment["Eudiplo__Tenants__Directory"] = tenants;
        start.Environment["Eudiplo__Tenants__FilesDirectory"] = data;
        start.Environment["Eudiplo__Cluster__SiloPort"] = $"{FreePort()}";
        start.Environment["Eudiplo__Cluster__GatewayPort"] = $"{FreePort()}";
        using var process = Process.Start(start)!;
        try
        {
            using var limit = new CancellationTokenSource(Patience);
            var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            using var http = new HttpClient();
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            while (!await IsReadyAsync(http, url, limit.Token))
            {
                Assert.False(process.HasExited, process.HasExited ? await output : null);
                await pause.WaitForNextTickAsync(limit.Token);
            }
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, string url, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"{url}/health/ready"), cancellation);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
