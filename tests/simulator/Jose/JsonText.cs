using System.Text.Encodings.Web;
using System.Text.Json;

namespace Eudiplo.WalletSimulator.Jose;

/// <summary>How the simulator writes JSON: as wallets do, without escaping what JSON does not ask to escape.</summary>
public static class JsonText
{
    /// <summary>Compact, characters as they are.</summary>
    public static JsonSerializerOptions Plain { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same, indented for reading.</summary>
    public static JsonSerializerOptions Indented { get; } = new(Plain) { WriteIndented = true };
}
