using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.Dcql;
using Eudiplo.WalletSimulator.Jose;
using Eudiplo.WalletSimulator.Keys;

namespace Eudiplo.WalletSimulator.SdJwt;

/// <summary>An SD-JWT VC in the hands of its holder, with the key that it is bound to.</summary>
public sealed class SdJwtCredential
{
    private readonly System.Security.Cryptography.HashAlgorithmName _hash;

    private SdJwtCredential(string issuerJwt, IReadOnlyList<Disclosure> disclosures, EcKey holder)
    {
        IssuerJwt = issuerJwt;
        Disclosures = disclosures;
        Holder = holder;
        var payload = CompactJws.Payload(issuerJwt);
        Type = (string?)payload["vct"];
        _hash = SdHash.FromName((string?)payload["_sd_alg"]);
        Root = ClaimNode.Build(payload, disclosures, _hash);
    }

    /// <summary>The JWT that the issuer signed.</summary>
    public string IssuerJwt { get; }

    /// <summary>Every disclosure that the holder could send.</summary>
    public IReadOnlyList<Disclosure> Disclosures { get; }

    /// <summary>The key behind `cnf`.</summary>
    public EcKey Holder { get; }

    /// <summary>The claim `vct`.</summary>
    public string? Type { get; }

    /// <summary>The whole credential with every disclosure in place.</summary>
    public ClaimNode Root { get; }

    /// <summary>Reads an issued SD-JWT (without a key binding JWT).</summary>
    /// <exception cref="FormatException">Not an SD-JWT.</exception>
    public static SdJwtCredential Parse(string compact, EcKey holder)
    {
        var parts = compact.Split('~');
        return parts.Length < 2 || parts[^1].Length > 0
            ? throw new FormatException("An issued SD-JWT ends with a tilde.")
            : new SdJwtCredential(parts[0], [.. parts[1..^1].Select(Disclosure.Parse)], holder);
    }

    /// <summary>
    /// The disclosures that reveal what the paths point to (and nothing else), in the order in which the issuer gave them.
    /// Paths that point to nothing reveal nothing.
    /// </summary>
    public IReadOnlyList<Disclosure> Choose(IEnumerable<ClaimPath> paths)
    {
        var chosen = new HashSet<Disclosure>();
        foreach (var node in paths.SelectMany(path => path.Select(Root)))
        {
            node.CollectDisclosures(chosen);
        }

        return [.. Disclosures.Where(chosen.Contains)];
    }

    /// <summary>Presents the credential with a key binding JWT (RFC 9901, section 4.3).</summary>
    /// <param name="disclosures">What to reveal.</param>
    /// <param name="nonce">The verifier's nonce.</param>
    /// <param name="audience">The verifier as the dialect spells it, for example `iae:https://issuer.example`.</param>
    /// <param name="now">The time for `iat`.</param>
    /// <param name="mutation">What to do wrong; null for an honest presentation.</param>
    public string Present(
        IEnumerable<Disclosure> disclosures, string nonce, string audience, DateTimeOffset now, PresentationMutation? mutation = null)
    {
        mutation ??= PresentationMutation.None;
        var bound = disclosures.Where(disclosure => mutation.Drop?.Invoke(disclosure) != true).Select(disclosure => disclosure.Encoded)
            .Concat(mutation.Add).ToList();
        var issuerJwt = mutation.TamperIssuerSignature ? CompactJws.TamperSignature(IssuerJwt) : IssuerJwt;
        var presented = Join(issuerJwt, bound);
        var header = new JsonObject { ["alg"] = mutation.Algorithm, ["typ"] = mutation.Type };
        var payload = new JsonObject
        {
            ["iat"] = (mutation.IssuedAt ?? now).ToUnixTimeSeconds(),
            ["aud"] = mutation.Audience ?? audience,
            ["nonce"] = mutation.Nonce ?? nonce,
            ["sd_hash"] = mutation.SdHash ?? SdHash.Of(presented, _hash),
        };
        mutation.Adjust?.Invoke(header, payload);
        var keyBinding = mutation.Unsecured
            ? CompactJws.Unsecured(header, payload)
            : CompactJws.Sign(header, payload, mutation.SigningKey ?? Holder);
        if (mutation.TamperKeyBindingSignature)
        {
            keyBinding = CompactJws.TamperSignature(keyBinding);
        }

        if (mutation.DropAfterBinding is { } drop)
        {
            bound.RemoveAll(encoded => drop(Disclosure.Parse(encoded)));
        }

        bound.AddRange(mutation.AddAfterBinding);
        return Join(issuerJwt, bound) + (mutation.OmitKeyBinding ? "" : keyBinding);
    }

    private static string Join(string issuerJwt, IEnumerable<string> encoded) =>
        string.Concat(issuerJwt, "~", string.Concat(encoded.Select(disclosure => disclosure + "~")));
}
