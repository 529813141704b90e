using System.Net;
using System.Text.Json.Nodes;

namespace Eudiplo.WalletSimulator.InteractiveAuthorization;

/// <summary>
/// One of the spellings of the interactive authorization endpoint that exist in the field: names of the interaction types, of the
/// metadata, of the audience, and the form of replies.
/// </summary>
public interface IWireDialect
{
    /// <summary>A short name for reports.</summary>
    string Name { get; }

    /// <summary>The interaction type of a presentation step.</summary>
    string PresentationType { get; }

    /// <summary>The interaction type of a web step.</summary>
    string WebType { get; }

    /// <summary>What precedes the endpoint's origin in the audience of key binding JWTs, colon included.</summary>
    string AudiencePrefix { get; }

    /// <summary>The member of the server's metadata that holds the endpoint.</summary>
    string EndpointMember { get; }

    /// <summary>Reads a reply.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="json">The body; null when it is not a JSON object.</param>
    InteractiveReply Read(HttpStatusCode status, JsonObject? json);
}
