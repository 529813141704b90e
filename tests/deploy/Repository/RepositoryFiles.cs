namespace Eudiplo.Deploy.Tests.Repository;

/// <summary>The files of the repository that these tests were built from.</summary>
internal static class RepositoryFiles
{
    /// <summary>The directory of <c>Eudiplo.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The full path of a file or directory of the repository.</summary>
    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>The text of a file of the repository.</summary>
    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    /// <summary>The source files of the product: no tests, no build output.</summary>
    public static IEnumerable<string> Sources() =>
        new[] { "protocol", "grains.abstractions", "grains.local", "grains", "storage", "silo", "gateway" }
            .SelectMany(project => Directory.EnumerateFiles(PathOf(project), "*.cs", SearchOption.AllDirectories))
            .Where(file => !IsBuildOutput(Path.GetRelativePath(Root, file)));

    private static bool IsBuildOutput(string relative) => relative.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj");

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Eudiplo.sln")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException($"No directory above {AppContext.BaseDirectory} has Eudiplo.sln.");
    }
}
