using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Storage;

namespace Eudiplo.Gateway.Tokens;

/// <summary><c>grant_type=client_credentials</c> (RFC 6749, section 4.4): a grant of its own for each request.</summary>
internal sealed class ClientCredentialsRequests(IGrainFactory grains, NewKeys newKeys) : ITokenGrantType
{
    /// <inheritdoc/>
    public string Name => "client_credentials";

    /// <inheritdoc/>
    public Task<TokenReply> AnswerAsync(TokenRequest request) =>
        newKeys.UseAsync(StorageNames.Grant, request.TenantId, key => grains.GetGrain<IGrantGrain>(key).RequestForClientAsync(new RequestClientGrant
        {
            Credentials = request.Credentials,
            Scope = request.Parameters["scope"],
            DpopThumbprint = request.DpopThumbprint,
        }));
}
