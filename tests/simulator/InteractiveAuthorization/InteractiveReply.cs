using System.Net;
using System.Text.Json.Nodes;

namespace Eudiplo.WalletSimulator.InteractiveAuthorization;

/// <summary>A reply of the interactive authorization endpoint. Members that the reply lacks are null.</summary>
public sealed record InteractiveReply
{
    /// <summary>The HTTP status.</summary>
    public required HttpStatusCode Status { get; init; }

    /// <summary>What the reply asks for.</summary>
    public InteractiveReplyKind Kind { get; init; }

    /// <summary>The body as received; null when it is not a JSON object.</summary>
    public JsonObject? Json { get; init; }

    /// <summary>The `auth_session` for the next request.</summary>
    public string? AuthSession { get; init; }

    /// <summary>The interaction type as the dialect spells it.</summary>
    public string? InteractionType { get; init; }

    /// <summary>The OpenID4VP request of a presentation step.</summary>
    public JsonObject? PresentationRequest { get; init; }

    /// <summary>The `request_uri` of a web step.</summary>
    public string? RequestUri { get; init; }

    /// <summary>How long the `request_uri` lives.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>The authorization code.</summary>
    public string? Code { get; init; }

    /// <summary>The error code.</summary>
    public string? Error { get; init; }

    /// <summary>The error's description.</summary>
    public string? ErrorDescription { get; init; }

    /// <summary>The reply in one line, without its secrets.</summary>
    public override string ToString() => Kind switch
    {
        InteractiveReplyKind.Refused => $"{(int)Status} {Error}: {ErrorDescription}",
        InteractiveReplyKind.Unexpected => $"{(int)Status} unexpected reply",
        _ => $"{(int)Status} {Kind}",
    };
}
