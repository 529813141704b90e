using System.Text.Json;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Presentations;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Grains.Webhooks;

/// <summary>Writes what a claims webhook is told: <c>{"credentials":[{"id","values","rawToken"}],"session","issuerState"}</c>.</summary>
public static class WebhookBody
{
    /// <summary>Writes a body, UTF-8 JSON.</summary>
    public static byte[] Write(ClaimsWebhook webhook, WebhookCall call)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        ArgumentNullException.ThrowIfNull(call);
        return Json.Write(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("credentials");
            foreach (var credentials in call.Presentation.Credentials.GroupBy(one => one.QueryId, StringComparer.Ordinal))
            {
                json.WriteStartObject();
                json.WriteString("id", credentials.Key);
                json.WriteStartArray("values");
                foreach (var credential in credentials)
                {
                    credential.Claims.WriteTo(json);
                }

                json.WriteEndArray();
                if (webhook.IncludeRawTokensFor.Contains(credentials.Key, StringComparer.Ordinal))
                {
                    WriteRaw(json, [.. credentials]);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("session", call.SessionId);
            if (call.IssuerState is { } issuerState)
            {
                json.WriteString("issuerState", issuerState);
            }

            json.WriteEndObject();
        });
    }

    // One token is a string, as everybody expects; only a query with "multiple" can have more.
    private static void WriteRaw(Utf8JsonWriter json, IReadOnlyList<PresentedCredential> credentials)
    {
        if (credentials.Count == 1)
        {
            json.WriteString("rawToken", credentials[0].RawPresentation);
            return;
        }

        json.WriteStartArray("rawToken");
        foreach (var credential in credentials)
        {
            json.WriteStringValue(credential.RawPresentation);
        }

        json.WriteEndArray();
    }
}
