using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Protocol.Dialects;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Gateway.Wire;

/// <summary>
/// The wire form with URN interaction types: OID4VCI 1.1 drafts from March to June 2026. Its error codes are those of RFC 9126, section 2.3,
/// and <c>missing_interaction_type</c>.
/// </summary>
internal sealed class UrnDialect : IInteractiveWire
{
    /// <inheritdoc/>
    public InteractiveDialect Dialect => InteractiveDialect.Urn;

    /// <inheritdoc/>
    public BeginSession ReadInitial(RequestParameters parameters, PresentedCredentials credentials) =>
        InitialRequest.Read(parameters, credentials, Dialect, DialectTypes.Urn);

    /// <inheritdoc/>
    public Task WriteAsync(HttpContext context, SessionReply reply)
    {
        var told = reply.Error is { } error ? reply with { Error = error with { Code = CodeOf(error.Code) } } : reply;
        return StatusReply.WriteAsync(context, told, DialectTypes.Urn);
    }

    private static string CodeOf(string code) => code switch
    {
        "invalid_auth_session" => "invalid_request",
        "invalid_code_verifier" => "invalid_grant",
        "presentation_failed" => "access_denied",
        _ => code,
    };
}
