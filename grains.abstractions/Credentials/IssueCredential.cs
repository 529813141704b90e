namespace Eudiplo.Grains.Abstractions.Credentials;

/// <summary>A credential request (OID4VCI, "Credential Request"), as read from the wire and not yet checked.</summary>
/// <param name="Access">The access token.</param>
/// <param name="Body">The body: JSON, UTF-8; or a JWE in compact serialization.</param>
/// <param name="IsEncrypted">Whether the body is a JWE: <c>application/jwt</c>.</param>
[GenerateSerializer, Immutable, Alias("eudiplo.IssueCredential")]
public sealed record IssueCredential(
    [property: Id(0)] PresentedAccessToken Access,
    [property: Id(1)] byte[] Body,
    [property: Id(2)] bool IsEncrypted = false)
{
    /// <summary>Never the body.</summary>
    public override string ToString() => nameof(IssueCredential);
}
