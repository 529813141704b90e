using Eudiplo.Grains.Abstractions.Sessions;

namespace Eudiplo.Grains.Sessions;

/// <summary>What is left of an expired session whose tenant keeps status and times.</summary>
internal static class ExpiredSession
{
    public static AuthSessionState Of(AuthSessionState state, DateTimeOffset now) => new()
    {
        SchemaVersion = state.SchemaVersion,
        Id = state.Id,
        TenantId = state.TenantId,
        Dialect = state.Dialect,
        Status = SessionStatus.Expired,
        CreatedAt = state.CreatedAt,
        UpdatedAt = now,
        ExpiresAt = state.ExpiresAt,
        RetainUntil = state.RetainUntil,
    };
}
