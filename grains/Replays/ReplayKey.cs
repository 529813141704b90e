using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Eudiplo.Grains.Replays;

/// <summary>Names what may be used once, without telling it.</summary>
public static class ReplayKey
{
    /// <summary>The key of its row and grain.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="identifier">What it is, and whose.</param>
    public static string Of(string tenantId, string identifier) =>
        $"{tenantId}/{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(identifier)))}";
}
