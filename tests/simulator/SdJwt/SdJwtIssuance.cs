using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.Keys;

namespace Eudiplo.WalletSimulator.SdJwt;

/// <summary>What goes into one SD-JWT VC. The defaults make a valid one; every member can be bent for a negative test.</summary>
public sealed record SdJwtIssuance
{
    /// <summary>The claim `vct`; null leaves it out.</summary>
    public required string? Type { get; init; }

    /// <summary>The subject's claims, all of them selectively disclosable unless <see cref="Selective"/> says otherwise.</summary>
    public required JsonObject Claims { get; init; }

    /// <summary>The holder's key for `cnf`; null leaves `cnf` out.</summary>
    public required EcKey? Holder { get; init; }

    /// <summary>Which values get a disclosure of their own, by path (names and indices). Default: all, at every depth.</summary>
    public Func<IReadOnlyList<object>, bool> Selective { get; init; } = static _ => true;

    /// <summary>Start of validity (`iat`, `nbf`).</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>End of validity (`exp`); default one day after the time of issuance.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The claim `iss`; default the issuer's own identifier.</summary>
    public string? Issuer { get; init; }

    /// <summary>The header `typ`.</summary>
    public string HeaderType { get; init; } = "dc+sd-jwt";

    /// <summary>Signs instead of the issuer's key, under the issuer's `kid`.</summary>
    public EcKey? SigningKey { get; init; }

    /// <summary>The value of `_sd_alg`; null leaves it out, which means sha-256.</summary>
    public string? HashName { get; init; } = "sha-256";

    /// <summary>How many decoy digests to add to each `_sd` array.</summary>
    public int Decoys { get; init; }

    /// <summary>Certificates for the header `x5c`, leaf first, DER. Empty: the header names the key by `kid`.</summary>
    public IReadOnlyList<byte[]> Certificates { get; init; } = [];

    /// <summary>Changes header and payload just before they are signed.</summary>
    public Action<JsonObject, JsonObject>? Adjust { get; init; }
}
