using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Gateway.Wire;

/// <summary>One wire form of the Interactive Authorization Endpoint: reads its requests and writes its answers.</summary>
internal interface IInteractiveWire
{
    /// <summary>The form.</summary>
    InteractiveDialect Dialect { get; }

    /// <summary>Reads an initial request.</summary>
    BeginSession ReadInitial(RequestParameters parameters, PresentedCredentials credentials);

    /// <summary>Writes an answer.</summary>
    Task WriteAsync(HttpContext context, SessionReply reply);
}
