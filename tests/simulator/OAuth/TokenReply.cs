using System.Net;
using System.Text.Json.Nodes;

namespace Eudiplo.WalletSimulator.OAuth;

/// <summary>A reply of the token endpoint. Members that the reply lacks are null.</summary>
public sealed record TokenReply
{
    /// <summary>The HTTP status.</summary>
    public required HttpStatusCode Status { get; init; }

    /// <summary>The body as received; null when it is not a JSON object.</summary>
    public JsonObject? Json { get; init; }

    /// <summary>`access_token`.</summary>
    public string? AccessToken { get; init; }

    /// <summary>`token_type`.</summary>
    public string? TokenType { get; init; }

    /// <summary>`expires_in`.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>`refresh_token`.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>The error code.</summary>
    public string? Error { get; init; }

    /// <summary>The error's description.</summary>
    public string? ErrorDescription { get; init; }

    /// <summary>Whether there is a token.</summary>
    public bool Succeeded => Status == HttpStatusCode.OK && AccessToken is not null && TokenType is not null;

    /// <summary>The reply in one line, without its secrets.</summary>
    public override string ToString() =>
        Succeeded ? $"{(int)Status} {TokenType} token" : $"{(int)Status} {Error ?? "unexpected reply"}: {ErrorDescription}";
}
