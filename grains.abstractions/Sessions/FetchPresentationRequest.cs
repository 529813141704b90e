namespace Eudiplo.Grains.Abstractions.Sessions;

/// <summary>A wallet that takes up a presentation request by its link.</summary>
/// <param name="LinkSecret">The secret of the link.</param>
/// <param name="WalletNonce"><c>wallet_nonce</c> of the request, to be shown in the answer (OpenID4VP 1.0, section 5.10); null for none.</param>
[GenerateSerializer, Immutable, Alias("eudiplo.FetchPresentationRequest")]
public sealed record FetchPresentationRequest(
    [property: Id(0)] SecretText LinkSecret,
    [property: Id(1)] string? WalletNonce);
