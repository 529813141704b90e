namespace Eudiplo.Protocol.Mdoc;

/// <summary>The outcome of verifying a DeviceResponse. One bad document refuses the whole response.</summary>
/// <param name="Error">Why it was refused; <see cref="MdocError.None"/> when it was not.</param>
/// <param name="Documents">The verified documents, in the response's order; empty when it was refused.</param>
/// <param name="Detail">More for the log: names of checks, never a value of a data element.</param>
public sealed record MdocVerification(MdocError Error, IReadOnlyList<VerifiedMdoc> Documents, string? Detail = null)
{
    /// <summary>Whether it was verified.</summary>
    public bool IsVerified => Error == MdocError.None;

    internal static MdocVerification Fail(MdocError error, string? detail = null) => new(error, [], detail);
}
