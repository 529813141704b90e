using System.Globalization;
using System.Security.Cryptography;

namespace Eudiplo.Load.Limits;

/// <summary>A row as a session's is: a payload of 1.2 KB that no compression makes shorter, and an end that is far off.</summary>
internal static class SampleRow
{
    public const string Kind = "session";

    public const string Tenant = "demo";

    public const string Status = "pending";

    public const string Client = "load-wallet";

    /// <summary>Microseconds since 1970; the year 2096.</summary>
    public const long ExpiresAt = 4_000_000_000_000_000;

    public static byte[] Payload { get; } = RandomNumberGenerator.GetBytes(1_200);

    /// <summary>A key that grows with its number, as a session's grows with time, and is as long.</summary>
    public static string Key(long number) => string.Create(CultureInfo.InvariantCulture, $"{Tenant}/{number:D36}");
}
