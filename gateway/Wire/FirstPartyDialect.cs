using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Protocol.Dialects;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Gateway.Wire;

/// <summary>
/// The wire form of OAuth 2.0 for First-Party Applications, which OID4VCI 1.1 is a profile of since June 2026: an interaction is asked for by
/// the error <c>insufficient_authorization</c>, and the code is <c>authorization_code</c>. Its error codes are those of the draft's section
/// 5.2.2.
/// </summary>
internal sealed class FirstPartyDialect : IInteractiveWire
{
    /// <inheritdoc/>
    public InteractiveDialect Dialect => InteractiveDialect.FirstParty;

    /// <inheritdoc/>
    public BeginSession ReadInitial(RequestParameters parameters, PresentedCredentials credentials) =>
        InitialRequest.Read(parameters, credentials, Dialect, DialectTypes.FirstParty);

    /// <inheritdoc/>
    public Task WriteAsync(HttpContext context, SessionReply reply)
    {
        if (reply.Error is { } error)
        {
            return reply.RequestUri is { } requestUri
                ? WriteAsync(context, error, requestUri.Value, reply.ExpiresIn)
                : Answer.WriteAsync(context, error with { Code = CodeOf(error.Code) });
        }

        return reply.Code is { } code
            ? Answer.WriteAsync(context, StatusCodes.Status200OK, json =>
            {
                json.WriteStartObject();
                json.WriteString("authorization_code", code.Value);
                json.WriteEndObject();
            })
            : WriteAsync(context, reply.Interaction!, reply.InteractionStatus ?? StatusCodes.Status403Forbidden);
    }

    private static Task WriteAsync(HttpContext context, ProtocolError error, string requestUri, int expiresIn) =>
        Answer.WriteAsync(context, error.Status, json =>
        {
            json.WriteStartObject();
            json.WriteString("error", error.Code);
            json.WriteString("error_description", error.Description);
            json.WriteString("request_uri", requestUri);
            json.WriteNumber("expires_in", expiresIn);
            json.WriteEndObject();
        });

    private static Task WriteAsync(HttpContext context, RequiredInteraction interaction, int status)
    {
        if (status == StatusCodes.Status401Unauthorized)
        {
            // A 401 names a scheme (RFC 9110, section 15.5.2), and there is none for this: the drafts left it when they went over to 403.
            context.Response.Headers.WWWAuthenticate = "Bearer error=\"insufficient_authorization\"";
        }

        return Answer.WriteAsync(context, status, json =>
        {
            json.WriteStartObject();
            json.WriteString("error", "insufficient_authorization");
            json.WriteString("interaction_type_required", DialectTypes.FirstParty.ToWire(interaction.Type));
            StatusReply.WriteMembers(json, interaction);
            json.WriteEndObject();
        });
    }

    private static string CodeOf(string code) => code switch
    {
        "invalid_auth_session" => "invalid_session",
        "invalid_code_verifier" => "invalid_grant",
        "presentation_failed" => "access_denied",
        _ => code,
    };
}
