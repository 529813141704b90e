using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Protocol.Dialects;
using Eudiplo.Protocol.OAuth;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Gateway.Wire;

/// <summary>Finds the wire form of a request and of an answer.</summary>
internal static class InteractiveWires
{
    /// <summary>Bare interaction types.</summary>
    public static IInteractiveWire Bare { get; } = new BareDialect();

    /// <summary>URN interaction types.</summary>
    public static IInteractiveWire Urn { get; } = new UrnDialect();

    /// <summary>OAuth 2.0 for First-Party Applications.</summary>
    public static IInteractiveWire FirstParty { get; } = new FirstPartyDialect();

    /// <summary>
    /// The form that an initial request speaks: that of its interaction types. The challenge endpoint has one form only.
    /// </summary>
    /// <param name="endpoint">The form that belongs to the endpoint when the request does not tell.</param>
    /// <param name="parameters">The request.</param>
    public static IInteractiveWire OfInitial(IInteractiveWire endpoint, RequestParameters parameters)
    {
        if (endpoint == FirstParty)
        {
            return FirstParty;
        }

        // The types of a signed request stand inside of it. It is not verified here: a forged one is refused in the form that it asked for.
        var named = parameters["request"] is { } request ? RequestObject.Read(request)?["interaction_types_supported"] : parameters["interaction_types_supported"];
        var types = DialectTypes.Detect(named);
        return types == DialectTypes.Urn ? Urn : types == DialectTypes.FirstParty ? FirstParty : Bare;
    }

    /// <summary>The form to answer in: the session's own, or the endpoint's where no session is known.</summary>
    public static IInteractiveWire OfReply(IInteractiveWire endpoint, SessionReply reply) => reply.Dialect switch
    {
        InteractiveDialect.Urn => Urn,
        InteractiveDialect.FirstParty => FirstParty,
        _ => reply.Error is null ? Bare : endpoint,
    };
}
