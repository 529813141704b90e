using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eudiplo.Grains.Abstractions.Tenants;
using Eudiplo.Grains.Tenants;
using Eudiplo.Silo.Demo;
using Microsoft.Extensions.Options;

namespace Eudiplo.Silo.Tenants;

/// <summary>The tenants of a directory of files. They are read once, when the server starts; a file that is wrong stops the start.</summary>
public sealed class TenantFiles : ITenantSource
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    private readonly FrozenDictionary<string, TenantSnapshot> _tenants;

    /// <summary>Reads the directory.</summary>
    /// <exception cref="TenantFilesException">A file is wrong, or the directory is missing.</exception>
    public TenantFiles(IOptions<TenantFileOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        var tenants = new Dictionary<string, TenantSnapshot>(StringComparer.Ordinal);
        var directory = options.Value.Directory;
        if (!Directory.Exists(directory))
        {
            throw new TenantFilesException([$"Eudiplo:Tenants:Directory is '{directory}', which does not exist. Name a directory of tenant files."]);
        }

        foreach (var file in Directory.EnumerateFiles(directory, "*.json").Order(StringComparer.Ordinal))
        {
            var tenant = Read(file, options.Value.FilesDirectory, problems);
            if (tenant is not null && !tenants.TryAdd(tenant.TenantId, tenant))
            {
                problems.Add($"{file}: $.tenantId: another file has the tenant '{tenant.TenantId}'.");
            }
        }

        if (problems.Count > 0)
        {
            throw new TenantFilesException(problems);
        }

        _tenants = tenants.ToFrozenDictionary(StringComparer.Ordinal);
        TenantIds = [.. tenants.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>The tenants.</summary>
    public IReadOnlyList<string> TenantIds { get; }

    /// <inheritdoc/>
    public TenantSnapshot? Find(string tenantId) => _tenants.GetValueOrDefault(tenantId);

    private static TenantSnapshot? Read(string file, string filesDirectory, List<string> problems)
    {
        try
        {
            var root = JsonNode.Parse(File.ReadAllBytes(file), documentOptions: Options);
            if (root is JsonObject document && document["demo"] is JsonValue demo && demo.TryGetValue<bool>(out var on) && on)
            {
                DemoMaterial.EnsureIn(Path.Combine(filesDirectory, "demo"));
            }

            Include(root, filesDirectory);
            var utf8 = JsonSerializer.SerializeToUtf8Bytes(root);
            if (TenantDocumentReader.Read(utf8, out var errors) is { } read)
            {
                return new TenantSnapshot(read.TenantId, Convert.ToHexStringLower(SHA256.HashData(utf8)), utf8);
            }

            problems.AddRange(errors.Select(e => $"{file}: {e}"));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            problems.Add($"{file}: {e.Message}");
        }

        return null;
    }

    /// <summary>Puts the content of files in the place of the members that name them: <c>jwksFile</c> becomes <c>jwks</c>, and so on.</summary>
    private static void Include(JsonNode? node, string directory)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
            {
                Include(item, directory);
            }
        }
        else if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                if (name.EndsWith("File", StringComparison.Ordinal) && value is JsonValue text && text.TryGetValue<string>(out var file))
                {
                    members.Remove(name);
                    members[name[..^"File".Length]] = Content(Path.Combine(directory, file));
                }
                else
                {
                    Include(value, directory);
                }
            }
        }
    }

    private static JsonNode? Content(string path)
    {
        var content = File.ReadAllText(path);
        return path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? JsonNode.Parse(content, documentOptions: Options)
            : JsonValue.Create(content.Trim());
    }
}
