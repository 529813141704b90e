using System.Text.Encodings.Web;
using System.Text.Json;

namespace Eudiplo.Load.Reports;

/// <summary>The result for machines.</summary>
public static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>One JSON object in one line.</summary>
    public static string Write(LoadReport report) => JsonSerializer.Serialize(report, Options);
}
