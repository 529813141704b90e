using System.Text.Json;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Protocol.Dialects;

namespace Eudiplo.Gateway.Wire;

/// <summary>
/// The answers of the bare and the URN form: an interaction that is required and a code are both of status 200, told apart by
/// <c>status</c>.
/// </summary>
internal static class StatusReply
{
    /// <summary>Writes an answer.</summary>
    public static Task WriteAsync(HttpContext context, SessionReply reply, DialectTypes types) => reply.Error is { } error
        ? Answer.WriteAsync(context, error)
        : Answer.WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            if (reply.Code is { } code)
            {
                json.WriteString("status", "ok");
                json.WriteString("code", code.Value);
            }
            else
            {
                var interaction = reply.Interaction!;
                json.WriteString("status", "require_interaction");
                json.WriteString("type", types.ToWire(interaction.Type));
                WriteMembers(json, interaction);
            }

            json.WriteEndObject();
        });

    /// <summary>Writes what an interaction needs, beside its type.</summary>
    public static void WriteMembers(Utf8JsonWriter json, RequiredInteraction interaction)
    {
        json.WriteString("auth_session", interaction.AuthSession.Value);
        if (interaction.PresentationRequest is { } request)
        {
            json.WritePropertyName("openid4vp_request");
            json.WriteRawValue(request, skipInputValidation: true);
        }

        if (interaction.RequestUri is { } requestUri)
        {
            json.WriteString("request_uri", requestUri.Value);
            json.WriteNumber("expires_in", interaction.ExpiresIn!.Value);
        }

        if (interaction.Members is { } members)
        {
            using var document = JsonDocument.Parse(members);
            foreach (var member in document.RootElement.EnumerateObject())
            {
                member.WriteTo(json);
            }
        }
    }
}
