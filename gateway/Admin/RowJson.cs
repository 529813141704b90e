using System.Text.Json;
using Eudiplo.Grains.Abstractions.Administration;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Sessions;

namespace Eudiplo.Gateway.Admin;

/// <summary>Writes sessions and grants for operators.</summary>
internal static class RowJson
{
    /// <summary>Writes a page of rows.</summary>
    public static void Write(Utf8JsonWriter json, string name, RowPage page)
    {
        json.WriteStartObject();
        json.WriteStartArray(name);
        foreach (var row in page.Rows)
        {
            json.WriteStartObject();
            json.WriteString("id", Guid.TryParseExact(row.Id, "N", out var id) ? id.ToString("D") : row.Id);
            json.WriteString("status", row.Status);
            Write(json, "clientId", row.ClientId);
            Write(json, "groupId", row.GroupId);
            json.WriteString("createdAt", row.CreatedAt);
            json.WriteString("updatedAt", row.UpdatedAt);
            Write(json, "expiresAt", row.ExpiresAt);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, "nextCursor", page.NextCursor);
        json.WriteEndObject();
    }

    /// <summary>Writes a session.</summary>
    public static void Write(Utf8JsonWriter json, SessionView session)
    {
        json.WriteStartObject();
        json.WriteString("id", session.Id);
        json.WriteString("status", session.Status.Name());
        json.WriteString("clientId", session.ClientId);
        json.WriteNumber("currentStepIndex", session.CurrentStepIndex);
        json.WriteStartArray("steps");
        foreach (var type in session.StepTypes)
        {
            json.WriteStringValue(type);
        }

        json.WriteEndArray();
        Write(json, "failure", session.FailureReason);
        json.WriteString("createdAt", session.CreatedAt);
        json.WriteString("updatedAt", session.UpdatedAt);
        json.WriteString("expiresAt", session.ExpiresAt);
        if (session.IssuerState is { } issuerState)
        {
            json.WriteString("issuerState", issuerState);
        }

        if (session.CompletedSteps is { } steps)
        {
            json.WritePropertyName("completedSteps");
            json.WriteRawValue(steps);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes a grant.</summary>
    public static void Write(Utf8JsonWriter json, GrantView grant)
    {
        json.WriteStartObject();
        json.WriteString("id", grant.Id);
        json.WriteString("status", grant.RevokedAt is null ? "active" : "revoked");
        json.WriteString("grantType", grant.GrantType.ToString());
        Write(json, "clientId", grant.ClientId);
        Write(json, "user", grant.Subject);
        Write(json, "groupId", grant.GroupId);
        Write(json, "scope", grant.Scope);
        if (grant.AuthorizationDetails is { } details)
        {
            json.WritePropertyName("authorizationDetails");
            json.WriteRawValue(details);
        }

        Write(json, "authTime", grant.AuthTime);
        json.WriteString("createdAt", grant.CreatedAt);
        json.WriteString("expiresAt", grant.ExpiresAt);
        Write(json, "revokedAt", grant.RevokedAt);
        Write(json, "revocationReason", grant.RevocationReason);
        json.WriteNumber("accessTokens", grant.AccessTokenCount);
        Write(json, "accessTokenExpiresAt", grant.AccessTokenExpiresAt);
        Write(json, "refreshTokenExpiresAt", grant.RefreshTokenExpiresAt);
        json.WriteNumber("refreshes", grant.RefreshCount);
        Write(json, "dpopThumbprint", grant.DpopThumbprint);
        json.WriteStartArray("credentials");
        foreach (var issued in grant.Credentials ?? [])
        {
            Write(json, issued);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IssuedCredentialView issued)
    {
        json.WriteStartObject();
        json.WriteString("credentialConfigurationId", issued.CredentialConfigurationId);
        json.WriteString("issuedAt", issued.IssuedAt);
        json.WriteNumber("count", issued.Count);
        Write(json, "event", issued.Event);
        if (issued.StatusIndices is { } indices)
        {
            json.WriteStartObject("statusList");
            Write(json, "uri", issued.StatusListUri);
            json.WriteStartArray("indices");
            foreach (var index in indices)
            {
                json.WriteNumberValue(index);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            json.WriteString(name, time);
        }
    }
}
