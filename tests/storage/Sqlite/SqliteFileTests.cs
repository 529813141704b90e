using System.Text;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Tests.Running;

namespace Eudiplo.Storage.Tests.Sqlite;

public sealed class SqliteFileTests
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task Database_log_and_shared_memory_are_their_owners_alone_and_so_is_their_directory()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var database = new SqliteTestDatabase();
        await using var host = await StorageHost.StartAsync(database);
        await host.InsertAsync("acme/1", new Ticket());

        foreach (var file in new[] { database.File, database.File + "-wal", database.File + "-shm" })
        {
            Assert.Equal(OwnerFile, File.GetUnixFileMode(file));
        }

        Assert.Equal(OwnerFile | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(database.File)!));
    }

    [Fact]
    public async Task A_database_that_others_may_read_is_closed_to_them_at_start()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var database = new SqliteTestDatabase();
        await (await StorageHost.StartAsync(database)).DisposeAsync();
        File.SetUnixFileMode(database.File, OwnerFile | UnixFileMode.OtherRead | UnixFileMode.GroupRead);

        await using var host = await StorageHost.StartAsync(database);

        Assert.Equal(OwnerFile, File.GetUnixFileMode(database.File));
    }

    [Fact]
    public async Task No_personal_data_is_readable_in_the_database_or_its_log()
    {
        await using var database = new SqliteTestDatabase();
        await using var host = await StorageHost.StartAsync(database);
        string[] secrets = ["Mustermann-6f1c", "alice@example.org", "4929-very-secret"];
        var state = await host.InsertAsync("acme/1", new Ticket { Claim = secrets[0], Subject = secrets[1] });
        state.State.Claim = secrets[2];
        await host.WriteAsync("acme/1", state);

        Assert.Equal(secrets[2], (await host.ReadAsync("acme/1")).State.Claim);
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(database.File)!))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var content = new MemoryStream();
            await stream.CopyToAsync(content);
            foreach (var secret in secrets)
            {
                Assert.Equal(-1, content.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)));
                Assert.Equal(-1, content.ToArray().AsSpan().IndexOf(Encoding.Unicode.GetBytes(secret)));
            }
        }
    }

    [Fact]
    public async Task A_path_that_cannot_be_written_is_told_with_its_option_and_a_remedy()
    {
        await using var database = new SqliteTestDatabase();
        var file = Path.Combine(database.Directory, "file");
        await File.WriteAllTextAsync(file, "");

        var failure = await Assert.ThrowsAsync<StorageException>(() =>
            StorageHost.StartAsync(database, null, ("ConnectionString", $"Data Source={file}/eudiplo.db")));

        Assert.Contains("Eudiplo:Storage:ConnectionString", failure.Message, StringComparison.Ordinal);
        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_told_and_left_alone()
    {
        await using var database = new SqliteTestDatabase();
        Directory.CreateDirectory(Path.GetDirectoryName(database.File)!);
        var content = string.Concat(Enumerable.Repeat("this is no database. ", 1000));
        await File.WriteAllTextAsync(database.File, content);

        await Assert.ThrowsAsync<StorageCorruptException>(() => StorageHost.StartAsync(database));

        Assert.Equal(content, await File.ReadAllTextAsync(database.File));
    }

    [Fact]
    public async Task A_full_disk_refuses_writes_as_unavailable_and_leaves_reads_and_deletions_working()
    {
        await using var database = new SqliteTestDatabase();
        await using var host = await StorageHost.StartAsync(database, null, ("Sqlite:MaxMegabytes", "1"));
        var state = await host.InsertAsync("acme/first", new Ticket { Step = 1 });
        var written = 0;
        await Assert.ThrowsAsync<StorageUnavailableException>(async () =>
        {
            for (; written < 10_000; written++)
            {
                await host.InsertAsync($"acme/{written}", new Ticket { Claim = new string('x', 4000) });
            }
        });

        Assert.InRange(written, 50, 1000);
        Assert.Equal(1, (await host.ReadAsync("acme/first")).State.Step);
        Assert.Equal(written + 1, await host.Queries.CountAsync(new("session", "acme")));
        await host.ClearAsync("acme/first", state);
        await host.Queries.DeletePageAsync(new("session", "acme"), 100);
        await host.InsertAsync("acme/again", new Ticket());
        Assert.True((await host.ReadAsync("acme/again")).RecordExists);
    }
}
