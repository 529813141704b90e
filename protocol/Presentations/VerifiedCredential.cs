using System.Text.Json;

namespace Eudiplo.Protocol.Presentations;

/// <summary>A credential whose issuer, integrity, validity and holder binding are verified, in whatever format it came.</summary>
public sealed record VerifiedCredential
{
    /// <summary>The credential format identifier: <c>dc+sd-jwt</c>, <c>mso_mdoc</c>.</summary>
    public required string Format { get; init; }

    /// <summary>All claims that were disclosed, as a JSON object; for mdoc by namespace and data element identifier.</summary>
    public required JsonElement Claims { get; init; }

    /// <summary>Who issued it: <c>iss</c>, or the subject of the signer's certificate where there is no <c>iss</c>.</summary>
    public required string Issuer { get; init; }

    /// <summary>What it is: <c>vct</c> or <c>doctype</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The RFC 7638 SHA-256 thumbprint of the holder's key; null when holder binding was neither asked for nor shown.</summary>
    public string? HolderKeyThumbprint { get; init; }

    /// <summary>When it was issued (<c>iat</c>, or the MSO's <c>signed</c>).</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>When it ends to be valid (<c>exp</c>, or the MSO's <c>validUntil</c>).</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Where its status is told, if it says so.</summary>
    public StatusReference? Status { get; init; }

    /// <summary>The authority key identifiers, base64url, of the certificates that it carries.</summary>
    public IReadOnlyList<string> AuthorityKeyIdentifiers { get; init; } = [];

    /// <summary>SHA-256 thumbprints of its certificate chain, lower-case hexadecimal, anchor last; empty when it has none.</summary>
    public IReadOnlyList<string> ChainThumbprints { get; init; } = [];
}
