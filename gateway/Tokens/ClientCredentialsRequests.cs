using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Grants;

namespace Eudiplo.Gateway.Tokens;

/// <summary><c>grant_type=client_credentials</c> (RFC 6749, section 4.4): a grant of its own for each request.</summary>
internal sealed class ClientCredentialsRequests(IGrainFactory grains, TimeProvider clock) : ITokenGrantType
{
    /// <inheritdoc/>
    public string Name => "client_credentials";

    /// <inheritdoc/>
    public Task<TokenReply> AnswerAsync(TokenRequest request) =>
        grains.GetGrain<IGrantGrain>(new GrainKey(request.TenantId, Guid.CreateVersion7(clock.GetUtcNow())).ToString()).RequestForClientAsync(new RequestClientGrant
        {
            Credentials = request.Credentials,
            Scope = request.Parameters["scope"],
            DpopThumbprint = request.DpopThumbprint,
        });
}
