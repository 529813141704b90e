namespace Eudiplo.Protocol.Credentials;

/// <summary>What a key proof is checked against.</summary>
public sealed record KeyProofExpectation
{
    /// <summary>The credential issuer identifier.</summary>
    public required string Issuer { get; init; }

    /// <summary>The client of the access token; null for one that came without a client id.</summary>
    public required string? ClientId { get; init; }

    /// <summary>The time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>How old a proof may be. Default five minutes.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How far the wallet's clock may be off. Default one minute.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromMinutes(1);
}
