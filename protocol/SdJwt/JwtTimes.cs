using System.Text.Json;

namespace Eudiplo.Protocol.SdJwt;

/// <summary>Reads <c>iat</c>, <c>nbf</c> and <c>exp</c> (RFC 7519 section 4.1).</summary>
internal static class JwtTimes
{
    private const long Earliest = -62_135_596_800;
    private const long Latest = 253_402_300_799;

    /// <summary>A NumericDate, or null when it is missing; false when it is no number or no time.</summary>
    public static bool TryRead(JsonElement claims, string name, out DateTimeOffset? time)
    {
        time = null;
        if (!claims.TryGetProperty(name, out var member))
        {
            return true;
        }

        // Fractions of seconds are allowed (section 2); they are dropped.
        if (member.ValueKind != JsonValueKind.Number || !member.TryGetDouble(out var seconds) || seconds is not (>= Earliest and <= Latest))
        {
            return false;
        }

        time = DateTimeOffset.FromUnixTimeSeconds((long)Math.Floor(seconds));
        return true;
    }
}
