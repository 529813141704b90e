using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
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

    [Fact]
    public async Task What_the_image_is_built_from_publishes_a_gateway_that_becomes_ready()
    {
        var file = Dockerfile.Parse(RepositoryFiles.Read("deploy/docker/Dockerfile"));
        var root = Directory.CreateTempSubdirectory("eudiplo-image-").FullName;
        try
        {
            var source = Directory.CreateDirectory(Path.Combine(root, "source")).FullName;
            foreach (var instruction in file.Lineage("build-gateway").SelectMany(stage => stage.Instructions))
            {
                if (instruction.Name == "COPY")
                {
                    Copy(instruction.Rest, source);
                }
                else if (instruction.Name == "RUN")
                {
                    // The image's folders are the root's; here they are the scratch folder's.
                    await RunAsync(
                        instruction.Rest.Replace("${GRAIN_RUNTIME}", "Local", StringComparison.Ordinal)
                            .Replace(" /publish", $" {root}/publish", StringComparison.Ordinal)
                            .Replace(" /data", $" {root}/data", StringComparison.Ordinal),
                        source);
                }
            }

            var entry = JsonSerializer.Deserialize<string[]>(file.Lineage("gateway").SelectMany(stage => stage.Of("ENTRYPOINT")).Last())!;
            await IsReadyAsync(entry, Path.Combine(root, "publish"), Path.Combine(root, "data"));
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

    private static async Task IsReadyAsync(string[] entry, string application, string data)
    {
        var url = FreeUrl();
        var start = new ProcessStartInfo(entry[0], entry[1..]) { WorkingDirectory = application, RedirectStandardOutput = true };
        start.Environment["ASPNETCORE_URLS"] = url;
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["Eudiplo__Storage__ConnectionString"] = $"Data Source={Path.Combine(data, "eudiplo.db")}";
        start.Environment["Eudiplo__Tenants__FilesDirectory"] = data;
        using var process = Process.Start(start)!;
        try
        {
            using var limit = new CancellationTokenSource(Patience);
            string? line;
            do
            {
                line = await process.StandardOutput.ReadLineAsync(limit.Token);
                Assert.True(line is not null, "The published gateway ended.");
            }
            while (!line.Contains("Eudiplo is ready", StringComparison.Ordinal));

            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            using var http = new HttpClient();
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri($"{url}/health/ready"), limit.Token)).StatusCode);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    private static string FreeUrl()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }
}
