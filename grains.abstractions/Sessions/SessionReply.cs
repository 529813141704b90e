namespace Eudiplo.Grains.Abstractions.Sessions;

/// <summary>
/// The answer to a request of the wallet: one of an interaction that is needed next, the authorization code, or an error.
/// The write that it tells of is durable.
/// </summary>
[GenerateSerializer, Immutable, Alias("eudiplo.SessionReply")]
public sealed record SessionReply
{
    /// <summary>The wire form to answer in.</summary>
    [Id(0)] public InteractiveDialect Dialect { get; init; }

    /// <summary>The refusal, or null.</summary>
    [Id(1)] public ProtocolError? Error { get; init; }

    /// <summary>The authorization code, or null.</summary>
    [Id(2)] public SecretText? Code { get; init; }

    /// <summary>The interaction that is needed next, or null.</summary>
    [Id(3)] public RequiredInteraction? Interaction { get; init; }

    /// <summary>The HTTP status of <see cref="Interaction"/> in the first-party form: 403, or 401 where the tenant says so; null for 403.</summary>
    [Id(4)] public int? InteractionStatus { get; init; }

    /// <summary>With the error <c>redirect_to_web</c>: the <c>request_uri</c> to open in a browser; null for none.</summary>
    [Id(5)] public SecretText? RequestUri { get; init; }

    /// <summary>Its lifetime in seconds.</summary>
    [Id(6)] public int ExpiresIn { get; init; }

    /// <summary>A refusal.</summary>
    public static SessionReply Refused(string code, string description, int status = 400, InteractiveDialect dialect = default) =>
        new() { Error = new ProtocolError(code, description, status), Dialect = dialect };
}
