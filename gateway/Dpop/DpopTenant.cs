using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Dpop;

namespace Eudiplo.Gateway.Dpop;

/// <summary>A tenant as far as DPoP goes.</summary>
/// <param name="Urls">Its URLs: what <c>htu</c> is compared with.</param>
/// <param name="Nonces">Its nonces; null when it asks for none.</param>
/// <param name="Challenges">The challenges for its clients' attestations; null when it believes no attester.</param>
/// <param name="AskedAt">When this was asked for, a time stamp of the clock.</param>
internal sealed record DpopTenant(IssuerUrls Urls, DpopNonces? Nonces, DpopNonces? Challenges, long AskedAt);
