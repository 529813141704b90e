using System.Buffers.Text;
using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.Dcql;
using Eudiplo.WalletSimulator.Mdoc;

namespace Eudiplo.WalletSimulator.Presentations;

/// <summary>An mdoc among the credentials of a wallet.</summary>
/// <param name="credential">The document.</param>
public sealed class MdocHeldCredential(MdocCredential credential) : IHeldCredential
{
    /// <summary>The document itself.</summary>
    public MdocCredential Credential => credential;

    /// <inheritdoc/>
    public string Format => "mso_mdoc";

    /// <inheritdoc/>
    public string? Type => credential.DocumentType;

    /// <inheritdoc/>
    public bool Satisfies(ClaimQuery claim) =>
        Find(claim) is { } element
        && (claim.Values is null || claim.Values.Any(value => JsonNode.DeepEquals(value, CborValue.ToJson(element.Value))));

    /// <inheritdoc/>
    public string Present(IReadOnlyList<ClaimQuery> claims, PresentationContext context)
    {
        var elements = claims.Select(Find).OfType<DataElement>().Distinct().ToList();
        return Base64Url.EncodeToString(
            credential.Present(elements, context.Endpoint, context.Nonce, context.EncryptionKeyThumbprint, context.MdocMutation,
                context.IsPosted ? context.Audience : null));
    }

    private DataElement? Find(ClaimQuery claim) => claim.Path.Parts is [string elementNamespace, string identifier]
        ? credential.Elements.FirstOrDefault(element => element.Namespace == elementNamespace && element.Identifier == identifier)
        : null;
}
