namespace Eudiplo.Protocol.Dpop;

/// <summary>What a client is told of a refused proof.</summary>
public static class DpopErrors
{
    /// <summary>The error code of RFC 9449 sections 5 and 8.</summary>
    public static string ToOAuthError(this DpopError error) =>
        error is DpopError.NonceMissing or DpopError.NonceInvalid ? "use_dpop_nonce" : "invalid_dpop_proof";
}
