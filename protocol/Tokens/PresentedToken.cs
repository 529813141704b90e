using System.Diagnostics.CodeAnalysis;
using Eudiplo.Protocol.Capabilities;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Tokens;

/// <summary>
/// A token that somebody presented, taken apart as far as it takes to find its grant: an opaque one is a capability, a JWT carries one in
/// <c>jti</c>. Nothing in it may be believed yet.
/// </summary>
/// <param name="Id">The id of the grant that it names.</param>
/// <param name="Secret">The secret of the capability, in base64url.</param>
/// <param name="Jwt">The JWT, not yet verified; null for an opaque token.</param>
public sealed record PresentedToken(Guid Id, string Secret, CompactJws? Jwt)
{
    /// <summary>The <c>typ</c> of JWT access tokens (RFC 9068, section 2.1).</summary>
    public const string AccessTokenType = "at+jwt";

    /// <summary>The <c>typ</c> of ID tokens.</summary>
    public const string IdTokenType = "JWT";

    private static readonly JwsLimits Limits = new() { MaxLength = 16_384, MaxHeaderLength = 2_048, MaxDepth = 16 };

    /// <summary>Takes a token apart; false when it is in no form that is handed out here.</summary>
    public static bool TryRead(string? text, [NotNullWhen(true)] out PresentedToken? token)
    {
        token = null;
        if (Capability.TryDecode(text, out var id, out var secret))
        {
            token = new PresentedToken(id, secret, null);
            return true;
        }

        if (text is null
            || CompactJws.Parse(text, Limits, out _) is not { } jwt
            || !jwt.TryReadClaims(out var claims, Limits.MaxDepth)
            || !claims.TryGetString("jti", out var jti)
            || !Capability.TryDecode(jti, out id, out secret))
        {
            return false;
        }

        token = new PresentedToken(id, secret, jwt);
        return true;
    }

    /// <summary>Always the same text: the secret must not come into a log by way of this record's members.</summary>
    public override string ToString() => "[token]";
}
