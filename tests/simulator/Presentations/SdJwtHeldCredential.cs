using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.Dcql;
using Eudiplo.WalletSimulator.SdJwt;

namespace Eudiplo.WalletSimulator.Presentations;

/// <summary>An SD-JWT VC among the credentials of a wallet.</summary>
/// <param name="credential">The credential.</param>
public sealed class SdJwtHeldCredential(SdJwtCredential credential) : IHeldCredential
{
    /// <summary>The credential itself.</summary>
    public SdJwtCredential Credential => credential;

    /// <inheritdoc/>
    public string Format => "dc+sd-jwt";

    /// <inheritdoc/>
    public string? Type => credential.Type;

    /// <inheritdoc/>
    public bool Satisfies(ClaimQuery claim)
    {
        var selected = claim.Path.Select(credential.Root);
        return selected.Count > 0
            && (claim.Values is null || selected.Any(node => claim.Values.Any(value => JsonNode.DeepEquals(value, node.ToJson()))));
    }

    /// <inheritdoc/>
    public string Present(IReadOnlyList<ClaimQuery> claims, PresentationContext context)
    {
        var mutation = context.Mutation ?? PresentationMutation.None;
        if (!context.HolderBinding)
        {
            mutation = mutation with { OmitKeyBinding = true };
        }

        return credential.Present(
            credential.Choose(claims.Select(claim => claim.Path)), context.Nonce, context.Audience, context.Now, mutation);
    }
}
