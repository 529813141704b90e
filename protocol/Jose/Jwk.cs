using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Eudiplo.Protocol.Jose;

/// <summary>
/// A public JSON Web Key (RFC 7517). The key is imported into the framework once, on first use, and kept with this object: keep the
/// object (in configuration, or in a <see cref="JwkCache"/>) where the same key is met again.
/// </summary>
public sealed class Jwk
{
    private static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
    private readonly ECParameters _ec;
    private readonly RSAParameters _rsa;
    private readonly KeyPool _pool;

    private Jwk(ECParameters ec, string curve, string? keyId, string? use, string? algorithm)
    {
        Type = JwkType.EC;
        Curve = curve;
        _ec = ec;
        (KeyId, Use, Algorithm) = (keyId, use, algorithm);
        ThumbprintSha256 = Digest($$"""{"crv":"{{curve}}","kty":"EC","x":"{{Text(ec.Q.X!)}}","y":"{{Text(ec.Q.Y!)}}"}""");
        Thumbprint = Text(ThumbprintSha256.Span);
        _pool = new KeyPool(() => ECDsa.Create(_ec));
    }

    private Jwk(RSAParameters rsa, string? keyId, string? use, string? algorithm)
    {
        Type = JwkType.RSA;
        _rsa = rsa;
        (KeyId, Use, Algorithm) = (keyId, use, algorithm);
        ThumbprintSha256 = Digest($$"""{"e":"{{Text(rsa.Exponent!)}}","kty":"RSA","n":"{{Text(rsa.Modulus!)}}"}""");
        Thumbprint = Text(ThumbprintSha256.Span);
        _pool = new KeyPool(() => RSA.Create(_rsa));
    }

    /// <summary>EC or RSA.</summary>
    public JwkType Type { get; }

    /// <summary><c>crv</c>: P-256, P-384 or P-521; null for RSA.</summary>
    public string? Curve { get; }

    /// <summary><c>kid</c>, if any.</summary>
    public string? KeyId { get; }

    /// <summary><c>use</c>, if any: <c>sig</c> or <c>enc</c>.</summary>
    public string? Use { get; }

    /// <summary><c>alg</c>, if any.</summary>
    public string? Algorithm { get; }

    /// <summary>The RFC 7638 thumbprint with SHA-256, base64url: the <c>jkt</c> of DPoP and of holder binding.</summary>
    public string Thumbprint { get; }

    /// <summary>The 32 octets of <see cref="Thumbprint"/>.</summary>
    public ReadOnlyMemory<byte> ThumbprintSha256 { get; }

    /// <summary>Reads a public key from its JSON text; false, with a text for the log, when it is none.</summary>
    public static bool TryParse(string json, [NotNullWhen(true)] out Jwk? key, [NotNullWhen(false)] out string? error)
    {
        key = null;
        error = "not a JSON object without duplicate members";
        return StrictJson.TryParse(json, out var element) && TryParse(element, out key, out error);
    }

    /// <summary>
    /// Reads a public key. Refused: private or symmetric members, unknown key types and curves, coordinates that have not the
    /// field's length (RFC 7518 section 6.2.1.2), RSA keys under 2048 or over 8192 bits. Whether a point lies on its curve is seen
    /// on first use, or with <see cref="TryImport"/>.
    /// </summary>
    public static bool TryParse(JsonElement json, [NotNullWhen(true)] out Jwk? key, [NotNullWhen(false)] out string? error)
    {
        key = null;
        if (json.ValueKind != JsonValueKind.Object)
        {
            error = "not a JSON object";
            return false;
        }

        if (PrivateMembers.FirstOrDefault(member => json.TryGetProperty(member, out _)) is { } secret)
        {
            error = $"has the member '{secret}' of a private or symmetric key";
            return false;
        }

        if (!TryOptional(json, "kid", out var keyId) || !TryOptional(json, "use", out var use) || !TryOptional(json, "alg", out var algorithm))
        {
            error = "kid, use and alg must be strings";
            return false;
        }

        if (!json.TryGetString("kty", out var type))
        {
            error = "has no kty";
            return false;
        }

        key = type switch
        {
            "EC" => ReadEc(json, keyId, use, algorithm),
            "RSA" => ReadRsa(json, keyId, use, algorithm),
            _ => null,
        };
        error = key is null ? $"is no EC key on P-256, P-384 or P-521 and no RSA key of {JwkRules.MinRsaBits} to {JwkRules.MaxRsaBits} bits" : null;
        return key is not null;
    }

    /// <summary>Makes a JWK of an elliptic curve public key; the private part, if any, is left behind.</summary>
    /// <exception cref="ArgumentException">The curve is not P-256, P-384 or P-521.</exception>
    public static Jwk FromEc(ECParameters parameters, string? keyId = null, string? use = null, string? algorithm = null)
    {
        var curve = JwkRules.CurveName(parameters.Curve)
            ?? throw new ArgumentException("The curve is not P-256, P-384 or P-521.", nameof(parameters));
        return new Jwk(new ECParameters { Curve = JwkRules.Curve(curve), Q = parameters.Q }, curve, keyId, use, algorithm);
    }

    /// <summary>Makes a JWK of an RSA public key; the private part, if any, is left behind.</summary>
    public static Jwk FromRsa(RSAParameters parameters, string? keyId = null, string? use = null, string? algorithm = null) =>
        new(new RSAParameters { Modulus = parameters.Modulus, Exponent = parameters.Exponent }, keyId, use, algorithm);

    /// <summary>Whether the numbers are a key: for configuration, so that a bad key is seen when it is loaded.</summary>
    public bool TryImport()
    {
        try
        {
            _pool.Return(_pool.Take());
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Whether a JWS with this algorithm can be verified with this key: type, curve, <c>use</c> and <c>alg</c>.</summary>
    public bool Fits(JwsAlgorithms algorithm) =>
        (Use is null or "sig")
        && (Algorithm is null || JwsAlgorithmNames.Parse(Algorithm) == algorithm)
        && algorithm switch
        {
            JwsAlgorithms.ES256 => Curve == "P-256",
            JwsAlgorithms.ES384 => Curve == "P-384",
            JwsAlgorithms.ES512 => Curve == "P-521",
            JwsAlgorithms.None => false,
            _ => Type == JwkType.RSA,
        };

    /// <summary>Verifies a signature in the form of JWS (ECDSA: r and s at full length, RFC 7518 section 3.4).</summary>
    /// <returns><see cref="JwsError.None"/>, or why not.</returns>
    public JwsError Verify(JwsAlgorithms algorithm, ReadOnlySpan<byte> signedOctets, ReadOnlySpan<byte> signature)
    {
        if (!Fits(algorithm))
        {
            return JwsError.KeyDoesNotFit;
        }

        AsymmetricAlgorithm imported;
        try
        {
            imported = _pool.Take();
        }
        catch (CryptographicException)
        {
            return JwsError.KeyInvalid;
        }

        try
        {
            var hash = JwsAlgorithmNames.Hash(algorithm);
            var valid = imported is ECDsa ec
                ? ec.VerifyData(signedOctets, signature, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
                : ((RSA)imported).VerifyData(signedOctets, signature, hash, JwsAlgorithmNames.Padding(algorithm));
            return valid ? JwsError.None : JwsError.SignatureInvalid;
        }
        catch (CryptographicException)
        {
            return JwsError.SignatureInvalid;
        }
        finally
        {
            _pool.Return(imported);
        }
    }

    /// <summary>The numbers of an EC key, for key agreement.</summary>
    /// <exception cref="InvalidOperationException">The key is not an EC key.</exception>
    public ECParameters ToEcParameters() =>
        Type == JwkType.EC ? _ec : throw new InvalidOperationException("Not an EC key.");

    /// <summary>The public key as JSON, with <c>kid</c>, <c>use</c> and <c>alg</c> where they are known.</summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Writes the public key as a JSON object.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("kty", Type.ToString());
        if (Type == JwkType.EC)
        {
            writer.WriteString("crv", Curve);
            writer.WriteString("x", Text(_ec.Q.X!));
            writer.WriteString("y", Text(_ec.Q.Y!));
        }
        else
        {
            writer.WriteString("n", Text(_rsa.Modulus!));
            writer.WriteString("e", Text(_rsa.Exponent!));
        }

        foreach (var (name, value) in new[] { ("kid", KeyId), ("use", Use), ("alg", Algorithm) })
        {
            if (value is not null)
            {
                writer.WriteString(name, value);
            }
        }

        writer.WriteEndObject();
    }

    private static Jwk? ReadEc(JsonElement json, string? keyId, string? use, string? algorithm)
    {
        if (!json.TryGetString("crv", out var curve)
            || !JwkRules.IsCurve(curve)
            || !TryOctets(json, "x", out var x)
            || !TryOctets(json, "y", out var y)
            || x.Length != JwkRules.FieldLength(curve)
            || y.Length != JwkRules.FieldLength(curve))
        {
            return null;
        }

        return new Jwk(new ECParameters { Curve = JwkRules.Curve(curve), Q = new ECPoint { X = x, Y = y } }, curve, keyId, use, algorithm);
    }

    private static Jwk? ReadRsa(JsonElement json, string? keyId, string? use, string? algorithm) =>
        TryOctets(json, "n", out var modulus) && TryOctets(json, "e", out var exponent) && JwkRules.IsRsa(modulus, exponent)
            ? new Jwk(new RSAParameters { Modulus = modulus, Exponent = exponent }, keyId, use, algorithm)
            : null;

    private static bool TryOctets(JsonElement json, string name, [NotNullWhen(true)] out byte[]? octets)
    {
        octets = null;
        return json.TryGetString(name, out var text) && StrictBase64Url.TryDecode(text, out octets);
    }

    private static bool TryOptional(JsonElement json, string name, out string? value)
    {
        value = null;
        if (!json.TryGetProperty(name, out var member))
        {
            return true;
        }

        value = member.ValueKind == JsonValueKind.String ? member.GetString() : null;
        return value is not null;
    }

    private static string Text(ReadOnlySpan<byte> octets) => StrictBase64Url.Encode(octets);

    private static byte[] Digest(string canonical) => SHA256.HashData(Encoding.ASCII.GetBytes(canonical));
}
