using Eudiplo.Grains.Abstractions;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Eudiplo.Gateway.Admin;

/// <summary>What a request demands of the version that is stored (RFC 9110, sections 13.1.1 and 13.1.2).</summary>
internal sealed class Precondition
{
    private readonly IList<EntityTagHeaderValue>? _match;
    private readonly IList<EntityTagHeaderValue>? _noneMatch;

    private Precondition(IList<EntityTagHeaderValue>? match, IList<EntityTagHeaderValue>? noneMatch) => (_match, _noneMatch) = (match, noneMatch);

    /// <summary>The answer to headers that are no preconditions.</summary>
    public static ProtocolError Malformed { get; } =
        new("invalid_request", "If-Match and If-None-Match are each * or a list of entity tags in double quotes (RFC 9110, section 8.8.3).");

    /// <summary>The answer where a precondition does not hold.</summary>
    public static ProtocolError Failed { get; } =
        new("invalid_request", "The tenant has another version now: read it again.", StatusCodes.Status412PreconditionFailed);

    /// <summary>Whether nothing is demanded.</summary>
    public bool IsEmpty => _match is null && _noneMatch is null;

    /// <summary>Whether every version will do, as long as there is one.</summary>
    public bool TakesAny => _noneMatch is null && _match is [var only] && only == EntityTagHeaderValue.Any;

    /// <summary>Reads a request's headers; null when they are malformed. A header that cannot be read must not be taken for one that is not there.</summary>
    public static Precondition? Read(HttpRequest request) =>
        TryRead(request.Headers.IfMatch, out var match) && TryRead(request.Headers.IfNoneMatch, out var noneMatch) ? new Precondition(match, noneMatch) : null;

    /// <summary>Whether a change may be made to what is stored. Weak tags match nothing (section 13.1.1).</summary>
    /// <param name="version">The version; null where nothing is stored.</param>
    public bool Allows(string? version) =>
        (_match is null || (version is not null && Matches(_match, version, strong: true)))
        && (_noneMatch is null || version is null || !Matches(_noneMatch, version, strong: false));

    /// <summary>Whether who asks has this version already.</summary>
    public bool Knows(string version) => _noneMatch is not null && Matches(_noneMatch, version, strong: false);

    private static bool Matches(IList<EntityTagHeaderValue> tags, string version, bool strong) =>
        tags.Any(tag => tag == EntityTagHeaderValue.Any || (tag.Tag.Equals($"\"{version}\"", StringComparison.Ordinal) && !(strong && tag.IsWeak)));

    private static bool TryRead(StringValues header, out IList<EntityTagHeaderValue>? tags)
    {
        tags = null;
        return header.Count == 0
            || (EntityTagHeaderValue.TryParseStrictList(header, out tags) && tags.Count > 0 && (tags.Count == 1 || !tags.Contains(EntityTagHeaderValue.Any)));
    }
}
