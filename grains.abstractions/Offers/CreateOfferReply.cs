namespace Eudiplo.Grains.Abstractions.Offers;

/// <summary>A new offer. Its secrets are told this once.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.CreateOfferReply")]
public sealed record CreateOfferReply
{
    /// <summary>The refusal, or null.</summary>
    [Id(0)] public ProtocolError? Error { get; init; }

    /// <summary>The offer as JSON, for an offer by value.</summary>
    [Id(1)] public SecretText? Offer { get; init; }

    /// <summary>The link, for an offer by reference: <c>credential_offer_uri</c>.</summary>
    [Id(2)] public SecretText? OfferUri { get; init; }

    /// <summary>The transaction code, when one is needed: it goes to the user by another way than the offer.</summary>
    [Id(3)] public SecretText? TransactionCode { get; init; }

    /// <summary>When the offer expires.</summary>
    [Id(4)] public DateTimeOffset ExpiresAt { get; init; }
}
