namespace Eudiplo.Grains.Abstractions.Grants;

/// <summary>The answer of the token endpoint (RFC 6749, section 5): tokens, or an error.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.TokenReply")]
public sealed record TokenReply
{
    /// <summary>The refusal, or null.</summary>
    [Id(0)] public ProtocolError? Error { get; init; }

    /// <summary><c>access_token</c>.</summary>
    [Id(1)] public SecretText? AccessToken { get; init; }

    /// <summary><c>token_type</c>.</summary>
    [Id(2)] public string? TokenType { get; init; }

    /// <summary><c>expires_in</c>, in seconds.</summary>
    [Id(3)] public int ExpiresIn { get; init; }

    /// <summary><c>scope</c>, when it was granted.</summary>
    [Id(4)] public string? Scope { get; init; }

    /// <summary><c>authorization_details</c> as JSON text, when the request used them (OID4VCI, "Successful Token Response").</summary>
    [Id(5)] public string? AuthorizationDetails { get; init; }

    /// <summary><c>refresh_token</c>, when there is one.</summary>
    [Id(6)] public SecretText? RefreshToken { get; init; }

    /// <summary><c>id_token</c>, when the scope has <c>openid</c> (OpenID Connect Core 1.0, section 3.1.3.3).</summary>
    [Id(7)] public SecretText? IdToken { get; init; }

    /// <summary>A refusal.</summary>
    public static TokenReply Refused(string code, string description, int status = 400) =>
        new() { Error = new ProtocolError(code, description, status) };
}
