using System.Text.Json;
using Eudiplo.Storage.Tests.Running;

namespace Eudiplo.Storage.Tests.Golden;

/// <summary>A row as some release wrote it, with everything that is needed to read it. Once committed, a golden file never changes.</summary>
/// <param name="MasterKey">The master key file.</param>
/// <param name="KeyRing">The key ring's element.</param>
/// <param name="Version">The row's version.</param>
/// <param name="Payload">The row's payload.</param>
public sealed record GoldenFile(string MasterKey, string KeyRing, long Version, byte[] Payload)
{
    public const string Kind = "session";
    public const string Key = "acme/golden";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Ticket Content => new()
    {
        Status = "presentation_received",
        ClientId = "wallet",
        Step = 2,
        Claim = "Ünïcode \U0001F600 \"quoted\"",
        ExpiresAt = new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero),
    };

    public static IEnumerable<string> Names => typeof(GoldenFile).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".json", StringComparison.Ordinal));

    public static GoldenFile Load(string name)
    {
        using var stream = typeof(GoldenFile).Assembly.GetManifestResourceStream(name)!;
        return JsonSerializer.Deserialize<GoldenFile>(stream)!;
    }

    /// <summary>Writes a new one.</summary>
    public static async Task<int> WriteAsync(TextWriter output)
    {
        await using var database = new SqliteTestDatabase();
        await using var host = await StorageHost.StartAsync(database);
        var state = await host.InsertAsync(Key, Content, Kind);
        var golden = new GoldenFile(
            await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(database.File)!, "master.key")),
            (string)(await database.ScalarAsync("SELECT xml FROM data_protection_keys"))!,
            long.Parse(state.ETag!),
            (byte[])(await database.ScalarAsync("SELECT payload FROM state"))!);
        await output.WriteLineAsync(JsonSerializer.Serialize(golden, Indented));
        return 0;
    }
}
