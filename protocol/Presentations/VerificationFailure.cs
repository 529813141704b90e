namespace Eudiplo.Protocol.Presentations;

/// <summary>A refused presentation: what the log is told.</summary>
/// <param name="Reason">The stable reason.</param>
/// <param name="Detail">More for the log: names of checks and of parameters, never a value of a claim.</param>
public sealed record VerificationFailure(VerificationFailureReason Reason, string? Detail = null)
{
    /// <summary>What the wallet is told, whatever the reason: a forger learns nothing from it.</summary>
    public const string WalletText = "The presentation was not accepted.";

    /// <summary>The id of the credential query that the presentation was for, where it is known.</summary>
    public string? QueryId { get; init; }

    /// <summary>
    /// With <see cref="VerificationFailureReason.IssuerMetadataNeeded"/>: the issuer, one of the configured ones, whose JWT VC issuer
    /// metadata is needed. Fetch it and verify again.
    /// </summary>
    public string? Issuer { get; init; }
}
