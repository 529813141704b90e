using Eudiplo.WalletSimulator.Mdoc;
using Eudiplo.WalletSimulator.SdJwt;

namespace Eudiplo.WalletSimulator.Presentations;

/// <summary>What a presentation is bound to.</summary>
/// <param name="Nonce">The request's nonce.</param>
/// <param name="Audience">The audience of key binding JWTs as the dialect spells it.</param>
/// <param name="Endpoint">The endpoint that the presentation is sent to, as the server names it: part of an mdoc's handover.</param>
/// <param name="Now">The wallet's time.</param>
/// <param name="HolderBinding">Whether the query wants the holder's key proven.</param>
/// <param name="Mutation">What to do wrong with SD-JWTs, for negative tests.</param>
/// <param name="MdocMutation">What to do wrong with mdocs, for negative tests.</param>
/// <param name="EncryptionKeyThumbprint">Thumbprint of the key that the response is encrypted to: part of an mdoc's handover.</param>
public sealed record PresentationContext(
    string Nonce,
    string Audience,
    string Endpoint,
    DateTimeOffset Now,
    bool HolderBinding = true,
    PresentationMutation? Mutation = null,
    MdocMutation? MdocMutation = null,
    byte[]? EncryptionKeyThumbprint = null)
{
    /// <summary>Whether the endpoint is a `response_uri`: then the audience is the verifier's `client_id`, and part of an mdoc's handover.</summary>
    public bool IsPosted { get; init; }
}
