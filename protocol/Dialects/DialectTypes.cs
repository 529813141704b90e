namespace Eudiplo.Protocol.Dialects;

/// <summary>
/// The spelling of interaction types in one wire form. Inside, types have their bare names (<see cref="InteractionTypes"/>); custom types
/// are URNs of their own and are spelled the same everywhere.
/// </summary>
public sealed class DialectTypes
{
    private const string AnyUrn = "urn:openid:dcp:";

    private readonly string? _prefix;
    private readonly string _presentation;
    private readonly string _web;

    private DialectTypes(string? prefix, string web)
    {
        _prefix = prefix;
        _presentation = prefix + InteractionTypes.Presentation;
        _web = prefix + web;
    }

    /// <summary>OID4VCI 1.1 until February 2026: bare names.</summary>
    public static DialectTypes Bare { get; } = new(null, InteractionTypes.Web);

    /// <summary>OID4VCI 1.1 from March 2026: <c>urn:openid:dcp:iae:</c>.</summary>
    public static DialectTypes Urn { get; } = new("urn:openid:dcp:iae:", InteractionTypes.Web);

    /// <summary>OID4VCI 1.1 on OAuth 2.0 for First-Party Applications: <c>urn:openid:dcp:ia:</c>.</summary>
    public static DialectTypes FirstParty { get; } = new("urn:openid:dcp:ia:", "auth_via_web");

    /// <summary>The bare name of a type; what is not of this wire form is returned as it is.</summary>
    public string ToBare(string type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type == _presentation ? InteractionTypes.Presentation : type == _web ? InteractionTypes.Web : type;
    }

    /// <summary>The spelling of a type by its bare name.</summary>
    public string ToWire(string type) => type switch
    {
        InteractionTypes.Presentation => _presentation,
        InteractionTypes.Web => _web,
        _ => type,
    };

    /// <summary>
    /// Reads <c>interaction_types_supported</c> of a request in this wire form. Types of the other forms are left out, so that a wallet is
    /// only asked for what it named in the form that it is answered in.
    /// </summary>
    /// <returns>The list by bare names, comma-separated; the text itself when it is no list at all, for the rules to refuse.</returns>
    public string? ListToBare(string? text)
    {
        if (text is null || (_prefix is null && !text.Contains(AnyUrn, StringComparison.Ordinal)) || InteractionTypeList.Parse(text) is not { } types)
        {
            return text;
        }

        // Where nothing is left the list stays readable, and no step fits it.
        var own = types.Where(IsOwn).Select(ToBare).ToArray();
        return own.Length == 0 ? "none" : string.Join(',', own);
    }

    /// <summary>The wire form that an initial request speaks, by the types that it names. A request that names several is answered in URNs.</summary>
    /// <param name="text"><c>interaction_types_supported</c>.</param>
    public static DialectTypes Detect(string? text)
    {
        if (text is null || !text.Contains(AnyUrn, StringComparison.Ordinal) || InteractionTypeList.Parse(text) is not { } types)
        {
            return Bare;
        }

        return types.Any(t => t.StartsWith(Urn._prefix!, StringComparison.Ordinal)) ? Urn
            : types.Any(t => t is InteractionTypes.Presentation or InteractionTypes.Web) ? Bare
            : types.Any(t => t.StartsWith(FirstParty._prefix!, StringComparison.Ordinal)) ? FirstParty
            : Bare;
    }

    private bool IsOwn(string type) => type.StartsWith(AnyUrn, StringComparison.Ordinal)
        ? _prefix is not null && type.StartsWith(_prefix, StringComparison.Ordinal)
        : _prefix is null || type is not (InteractionTypes.Presentation or InteractionTypes.Web);
}
