namespace Eudiplo.Grains.Abstractions.Offers;

/// <summary>What an operator offers.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.CreateOffer")]
public sealed record CreateOffer
{
    /// <summary>The credentials, by their configuration ids: 1 to 16.</summary>
    [Id(0)] public required IReadOnlyList<string> CredentialConfigurationIds { get; init; }

    /// <summary>Whether the wallet may come by the authorization code flow.</summary>
    [Id(1)] public bool AuthorizationCode { get; init; }

    /// <summary>Whether the wallet may come by the pre-authorized code flow.</summary>
    [Id(2)] public bool PreAuthorizedCode { get; init; } = true;

    /// <summary>Whether a transaction code is needed: one is made and told to the operator once.</summary>
    [Id(3)] public bool TransactionCode { get; init; }

    /// <summary>The user, where it is known.</summary>
    [Id(4)] public string? Subject { get; init; }

    /// <summary>The group for bulk revocation.</summary>
    [Id(5)] public string? GroupId { get; init; }

    /// <summary>What the credentials are made from, as the text of a JSON object. Personal data.</summary>
    [Id(6)] public string? Data { get; init; }

    /// <summary>The life of the offer: up to 31 days; null for ten minutes.</summary>
    [Id(7)] public TimeSpan? Lifetime { get; init; }
}
