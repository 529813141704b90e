namespace Eudiplo.Grains.Abstractions.Credentials;

/// <summary>A credential request (OID4VCI, "Credential Request"), as read from the wire and not yet checked.</summary>
/// <param name="Access">The access token.</param>
/// <param name="Body">The body: JSON, UTF-8.</param>
[GenerateSerializer, Immutable, Alias("eudiplo.IssueCredential")]
public sealed record IssueCredential(
    [property: Id(0)] PresentedAccessToken Access,
    [property: Id(1)] byte[] Body)
{
    /// <summary>Never the body.</summary>
    public override string ToString() => nameof(IssueCredential);
}
