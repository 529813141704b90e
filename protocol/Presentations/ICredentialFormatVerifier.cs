using System.Text.Json;
using Eudiplo.Protocol.Dcql;

namespace Eudiplo.Protocol.Presentations;

/// <summary>Verifies presentations of one credential format. Implementations are for all threads and throw for no input.</summary>
public interface ICredentialFormatVerifier
{
    /// <summary>The credential format identifier of the query, for instance <c>dc+sd-jwt</c>.</summary>
    string Format { get; }

    /// <summary>
    /// Verifies issuer, integrity, validity and holder binding of one presentation. Whether it is the credential that the query asks
    /// for (type, claims, trusted authorities) is checked by <see cref="PresentationVerifier"/>.
    /// </summary>
    /// <param name="presentation">The presentation as it stands in the <c>vp_token</c>: any JSON value, an outsider's.</param>
    /// <param name="query">The credential query that it answers.</param>
    /// <param name="context">The transaction, the trust, the time.</param>
    CredentialVerification Verify(JsonElement presentation, CredentialQuery query, PresentationContext context);
}
