using System.Collections.Frozen;

namespace Eudiplo.Gateway.Wire;

/// <summary>
/// What a follow-up is recognised by when it is sent again because its answer was lost. That is its body, byte for byte. A client that
/// signs cannot send those bytes again: its assertion works once, and is part of them. There everything else counts.
/// </summary>
internal static class FollowUpDigest
{
    private static readonly FrozenSet<string> Signed = FrozenSet.ToFrozenSet(["client_assertion", "client_assertion_type"], StringComparer.Ordinal);

    /// <summary>The digest of a body: 32 bytes, and as secret as the body.</summary>
    public static byte[] Of(RequestBody body) =>
        body.Parameters.Contains("client_assertion") ? body.Parameters.Digest(Signed) : body.Digest;
}
