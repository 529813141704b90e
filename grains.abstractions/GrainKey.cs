namespace Eudiplo.Grains.Abstractions;

/// <summary>The key of a grain that belongs to a tenant: <c>{tenantId}/{id}</c>, the id a UUID in its 32 hexadecimal digits.</summary>
/// <param name="TenantId">The tenant: 1 to 64 of <c>a-z 0-9 - _ .</c>, beginning with a letter or digit.</param>
/// <param name="Id">The id within the tenant.</param>
public readonly record struct GrainKey(string TenantId, Guid Id)
{
    /// <summary>The longest tenant id, in characters.</summary>
    public const int MaxTenantIdLength = 64;

    /// <summary>Reads a key.</summary>
    /// <exception cref="FormatException">The text is no such key.</exception>
    public static GrainKey Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && IsTenantId(text.AsSpan(0, slash)) && Guid.TryParseExact(text.AsSpan(slash + 1), "N", out var id)
            ? new GrainKey(text[..slash], id)
            : throw new FormatException("A grain key is {tenantId}/{32 hexadecimal digits}.");
    }

    /// <summary>Whether a text may be a tenant's id. It stands in URLs, grain keys and file names, so the alphabet is small.</summary>
    public static bool IsTenantId(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Length > MaxTenantIdLength || !char.IsAsciiLetterOrDigit(text[0]))
        {
            return false;
        }

        foreach (var c in text)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_' or '.'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The key as a grain factory takes it.</summary>
    public override string ToString() => $"{TenantId}/{Id:N}";
}
