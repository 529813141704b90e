namespace Eudiplo.Protocol.Presentations;

/// <summary>A <c>vp_token</c> that answers its query.</summary>
/// <param name="Credentials">The credentials that satisfy the query, in the order of its credential queries.</param>
/// <param name="SatisfiedOptions">
/// For each credential set query the place, from 0, of the option that was satisfied; null for an optional set that was not. Empty
/// where the query has no credential sets.
/// </param>
public sealed record VerifiedPresentation(IReadOnlyList<PresentedCredential> Credentials, IReadOnlyList<int?> SatisfiedOptions);
