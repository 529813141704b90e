namespace Eudiplo.Protocol.SdJwt;

/// <summary>Which rule of SD-JWT (RFC 9901) is broken. Names are stable: they are written to the log.</summary>
public enum SdJwtError
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Longer than <see cref="SdJwtLimits"/> allow.</summary>
    TooLong,

    /// <summary>Not an issuer's JWT, disclosures and an optional key binding JWT with tildes between them (section 4).</summary>
    NotCompact,

    /// <summary>The issuer's JWT cannot be read.</summary>
    IssuerJwtMalformed,

    /// <summary>The issuer's JWT names no algorithm that is known.</summary>
    IssuerAlgorithm,

    /// <summary>More disclosures than <see cref="SdJwtLimits"/> allow.</summary>
    TooManyDisclosures,

    /// <summary>A disclosure is not base64url of a JSON array (section 4.2).</summary>
    DisclosureMalformed,

    /// <summary>A disclosure has not two elements in an array, or not three in an object (sections 4.2.1 and 4.2.2).</summary>
    DisclosureArity,

    /// <summary>A disclosure's salt is not a string.</summary>
    SaltNotString,

    /// <summary>A disclosure's claim name is not a string.</summary>
    NameNotString,

    /// <summary>A disclosure's claim name is <c>_sd</c>, <c>...</c> or <c>_sd_alg</c> (section 7.1, 3.c.ii.2).</summary>
    ReservedName,

    /// <summary>A disclosure came twice.</summary>
    DuplicateDisclosure,

    /// <summary><c>_sd_alg</c> is not <c>sha-256</c>, <c>sha-384</c> or <c>sha-512</c>.</summary>
    HashAlgorithm,

    /// <summary><c>_sd_alg</c> stands below the top level (section 4.1.1).</summary>
    HashAlgorithmMisplaced,

    /// <summary><c>_sd</c> is not an array of strings (section 4.2.4.1).</summary>
    DigestsMalformed,

    /// <summary><c>...</c> stands where it may not, beside other members, or is not a string (section 4.2.4.2).</summary>
    PlaceholderMalformed,

    /// <summary>A digest is embedded twice (section 7.1, 4).</summary>
    DuplicateDigest,

    /// <summary>A disclosure would overwrite a claim (section 7.1, 3.c.ii.3).</summary>
    ClaimExists,

    /// <summary>A disclosure has no digest (section 7.1, 5).</summary>
    UnreferencedDisclosure,

    /// <summary>Nested more deeply than <see cref="SdJwtLimits"/> allow.</summary>
    TooDeep,
}
