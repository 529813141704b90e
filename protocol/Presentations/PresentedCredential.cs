using System.Text.Json;

namespace Eudiplo.Protocol.Presentations;

/// <summary>A verified credential as an answer to one credential query, with the claims that were asked for and no others.</summary>
public sealed record PresentedCredential
{
    /// <summary>The id of the credential query.</summary>
    public required string QueryId { get; init; }

    /// <summary>The claims asked for, as a JSON object; for mdoc by namespace and data element identifier.</summary>
    public required JsonElement Claims { get; init; }

    /// <summary>The place of the claim set that was satisfied, from 0; null where the query has none.</summary>
    public int? ClaimSet { get; init; }

    /// <summary>The credential format identifier.</summary>
    public required string Format { get; init; }

    /// <summary>Who issued it.</summary>
    public required string Issuer { get; init; }

    /// <summary>What it is: <c>vct</c> or <c>doctype</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The RFC 7638 SHA-256 thumbprint of the holder's key, where holder binding was shown.</summary>
    public string? HolderKeyThumbprint { get; init; }

    /// <summary>When it was issued.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>When it ends to be valid.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Where its status is told. Verification does not ask there: the caller does.</summary>
    public StatusReference? Status { get; init; }

    /// <summary>The authority key identifiers, base64url, of the certificates that it carries.</summary>
    public IReadOnlyList<string> AuthorityKeyIdentifiers { get; init; } = [];

    /// <summary>The presentation as it was sent: for a claims webhook that is configured to receive it; never for a log.</summary>
    public required string RawPresentation { get; init; }
}
