using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Protocol.Dialects;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Gateway.Wire;

/// <summary>
/// The wire form with bare interaction types: that of the guide, and of OID4VCI 1.1 drafts until interaction types became URNs. Its error
/// codes are the guide's.
/// </summary>
internal sealed class BareDialect : IInteractiveWire
{
    /// <inheritdoc/>
    public InteractiveDialect Dialect => InteractiveDialect.Bare;

    /// <inheritdoc/>
    public BeginSession ReadInitial(RequestParameters parameters, PresentedCredentials credentials) =>
        InitialRequest.Read(parameters, credentials, Dialect, DialectTypes.Bare);

    /// <inheritdoc/>
    public Task WriteAsync(HttpContext context, SessionReply reply) => StatusReply.WriteAsync(context, reply, DialectTypes.Bare);
}
