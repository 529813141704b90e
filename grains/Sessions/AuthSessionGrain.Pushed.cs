using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Steps;
using Eudiplo.Grains.Telemetry;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Grains.Sessions;

/// <summary>Sessions that are begun for the browser, by a pushed authorization request (RFC 9126).</summary>
public sealed partial class AuthSessionGrain
{
    private const string RequestUriPurpose = "request_uri";

    /// <inheritdoc/>
    public async Task<PushReply> PushAsync(BeginSession command)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var span = GrainSpans.Start("session.push", _key);
        var begun = await CheckBeginAsync(command, isPushed: true);
        if (begun.Error is { } error)
        {
            return new PushReply { Error = RefuseToBegin(error, command).Error };
        }

        var (now, secrets) = (clock.GetUtcNow(), AnswerSecrets.First());
        var state = NewSession.Create(_key, begun, now);
        var opensUntil = now.AddSeconds(begun.Tenant!.Document.Sessions.RequestUriLifetimeSeconds);
        var secret = secrets.Derive(RequestUriPurpose);
        state = state with
        {
            RequestUri = CapabilitySecret.Hash(secret),
            ParExpiresAt = opensUntil < state.ExpiresAt ? opensUntil : state.ExpiresAt,
        };
        await WriteAsync(state);
        ScheduleExpiry();
        metrics.Reached(_key.TenantId, state.Status);
        log.SessionBegan(_key.TenantId, _logId, begun.Steps.Count);
        return new PushReply
        {
            RequestUri = new SecretText(WebStep.RequestUriPrefix + Capability.Encode(state.Id, secret)),
            ExpiresIn = (int)(state.ParExpiresAt - now)!.Value.TotalSeconds,
        };
    }

    private async ValueTask<BegunSession> CheckBeginAsync(BeginSession command, bool isPushed)
    {
        var tenant = await tenants.FindAsync(_key.TenantId);
        return tenant is null || session.RecordExists
            ? BegunSession.Refused(session.RecordExists ? SessionErrors.UnknownSession : SessionErrors.UnknownTenant)
            : isPushed && !tenant.Document.PushedAuthorizationRequests
                ? BegunSession.Refused(SessionErrors.NoPushedRequests)
                : BegunSession.Check(command, tenant, isPushed);
    }
}
