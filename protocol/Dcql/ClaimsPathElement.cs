namespace Eudiplo.Protocol.Dcql;

/// <summary>One element of a claims path pointer (OpenID4VP 1.0 section 7): a name, an index, or all elements of an array.</summary>
public readonly record struct ClaimsPathElement
{
    private ClaimsPathElement(string? name, int? index) => (Name, Index) = (name, index);

    /// <summary>All elements of the selected arrays (<c>null</c> in JSON).</summary>
    public static ClaimsPathElement All { get; }

    /// <summary>The member's name; null when this element selects in arrays.</summary>
    public string? Name { get; }

    /// <summary>The index from 0; null when this element is a name or <see cref="All"/>.</summary>
    public int? Index { get; }

    /// <summary>Selects a member.</summary>
    public static ClaimsPathElement Member(string name) => new(name, null);

    /// <summary>Selects one array element, from 0.</summary>
    public static ClaimsPathElement Item(int index) => new(null, index);

    /// <inheritdoc/>
    public override string ToString() => Name is not null ? $"'{Name}'" : Index?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null";
}
