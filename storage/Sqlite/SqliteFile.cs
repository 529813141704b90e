using Eudiplo.Grains.Abstractions.Storage;

namespace Eudiplo.Storage.Sqlite;

/// <summary>The database file and its directory: made for their owner alone.</summary>
internal static class SqliteFile
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerDirectory = OwnerFile | UnixFileMode.UserExecute;

    /// <summary>Makes what is missing. SQLite gives its <c>-wal</c> and <c>-shm</c> files the mode of the database file.</summary>
    /// <exception cref="StorageException">The path cannot be written.</exception>
    public static void Prepare(string path)
    {
        try
        {
            var directory = Path.GetDirectoryName(path)!;
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(directory);
                return;
            }

            // A directory that is there already, as a mounted volume is, keeps its mode.
            Directory.CreateDirectory(directory, OwnerDirectory);
            var options = new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.ReadWrite | FileShare.Delete,
                UnixCreateMode = OwnerFile,
            };
            using (new FileStream(path, options))
            {
            }

            foreach (var file in new[] { path, path + "-wal", path + "-shm" }.Where(File.Exists))
            {
                if (File.GetUnixFileMode(file) != OwnerFile)
                {
                    File.SetUnixFileMode(file, OwnerFile);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"Eudiplo:Storage:ConnectionString names the database file {path}, and it cannot be opened for writing ({exception.Message}). "
                + "Name a path that this process may write, or change the owner of the directory.",
                exception);
        }
    }
}
