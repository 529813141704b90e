using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Tenants;

namespace Eudiplo.Grains.Sessions;

/// <summary>The state that a session begins with.</summary>
internal static class NewSession
{
    public static AuthSessionState Create(GrainKey key, BegunSession begun, DateTimeOffset now)
    {
        var (command, client, request, settings) = (begun.Command, begun.Client, begun.Request, begun.Tenant!.Document.Sessions);
        var expiresAt = now.AddSeconds(settings.LifetimeSeconds);
        return new AuthSessionState
        {
            SchemaVersion = AuthSessionState.CurrentSchemaVersion,
            Id = key.Id,
            TenantId = key.TenantId,
            ClientId = client.ClientId,
            ClientInstance = client.Instance,
            Dialect = command.Dialect,
            Status = SessionStatus.Pending,
            RedirectUri = command.RedirectUri,
            Scope = request.Scope,
            CodeChallenge = command.CodeChallenge,
            CodeChallengeMethod = command.CodeChallengeMethod,
            IssuerState = command.IssuerState,
            GroupId = begun.GroupId,
            State = command.State,
            Nonce = command.Nonce,
            UiLocales = command.UiLocales,
            AuthorizationDetails = command.AuthorizationDetails,
            InteractionTypesSupported = string.Join(',', request.InteractionTypes),
            DpopJwk = command.DpopJwk,
            DpopThumbprint = command.DpopThumbprint ?? command.DpopJkt,
            IsPushed = begun.IsPushed,
            IaeActions = begun.Steps,
            CreatedAt = now,
            UpdatedAt = now,
            ExpiresAt = expiresAt,
            RetainUntil = settings.Cleanup == SessionCleanup.Anonymize ? expiresAt.AddDays(settings.RetainDays) : null,
        };
    }
}
