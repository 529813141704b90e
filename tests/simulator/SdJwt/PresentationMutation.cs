using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.Keys;

namespace Eudiplo.WalletSimulator.SdJwt;

/// <summary>
/// What a dishonest or broken wallet does wrong in a presentation. Each member is one wrong; all others stay right, signatures
/// included, so that a verifier that refuses has found just this.
/// </summary>
public sealed record PresentationMutation
{
    /// <summary>Nothing wrong.</summary>
    public static PresentationMutation None { get; } = new();

    /// <summary>Another `nonce`.</summary>
    public string? Nonce { get; init; }

    /// <summary>Another `aud`.</summary>
    public string? Audience { get; init; }

    /// <summary>Another `iat`.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>Another `sd_hash`.</summary>
    public string? SdHash { get; init; }

    /// <summary>Signs the key binding JWT with a key that `cnf` does not name.</summary>
    public EcKey? SigningKey { get; init; }

    /// <summary>The header `typ` of the key binding JWT.</summary>
    public string Type { get; init; } = "kb+jwt";

    /// <summary>The header `alg` of the key binding JWT; the signature stays ES256.</summary>
    public string Algorithm { get; init; } = "ES256";

    /// <summary>A key binding JWT with `alg` none and no signature.</summary>
    public bool Unsecured { get; init; }

    /// <summary>No key binding JWT.</summary>
    public bool OmitKeyBinding { get; init; }

    /// <summary>One bit of the key binding signature turned.</summary>
    public bool TamperKeyBindingSignature { get; init; }

    /// <summary>One bit of the issuer's signature turned, `sd_hash` counted over the result.</summary>
    public bool TamperIssuerSignature { get; init; }

    /// <summary>Disclosures to leave out before binding: a valid presentation that reveals too little.</summary>
    public Func<Disclosure, bool>? Drop { get; init; }

    /// <summary>Texts to send as further disclosures, bound by `sd_hash`.</summary>
    public IReadOnlyList<string> Add { get; init; } = [];

    /// <summary>Disclosures taken away after binding: `sd_hash` no longer fits.</summary>
    public Func<Disclosure, bool>? DropAfterBinding { get; init; }

    /// <summary>Texts added as disclosures after binding: `sd_hash` no longer fits.</summary>
    public IReadOnlyList<string> AddAfterBinding { get; init; } = [];

    /// <summary>Changes header and payload of the key binding JWT just before it is signed.</summary>
    public Action<JsonObject, JsonObject>? Adjust { get; init; }
}
