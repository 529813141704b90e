using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Offers;
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
        return begun.Error is { } error ? new PushReply { Error = RefuseToBegin(error, command).Error } : await PushAsync(begun);
    }

    private async Task<PushReply> PushAsync(BegunSession begun)
    {
        var (now, secrets) = (clock.GetUtcNow(), AnswerSecrets.First());
        var state = NewSession.Create(_key, begun, now);
        var opensUntil = now.AddSeconds(begun.Tenant!.Document.Sessions.RequestUriLifetimeSeconds);
        var secret = secrets.Derive(RequestUriPurpose);
        state = state with
        {
            RequestUri = CapabilitySecret.Hash(secret),
            ParExpiresAt = opensUntil < state.ExpiresAt ? opensUntil : state.ExpiresAt,
        };
        if (await WriteFirstAsync(begun, () => new ValueTask<AuthSessionState>(state)) is { } tooMany)
        {
            return new PushReply { Error = RefuseToBegin(tooMany, begun.Command).Error };
        }

        metrics.Reached(_key.TenantId, state.Status);
        return new PushReply
        {
            RequestUri = new SecretText(WebStep.RequestUriPrefix + Capability.Encode(state.Id, secret)),
            ExpiresIn = (int)(state.ParExpiresAt - now)!.Value.TotalSeconds,
        };
    }

    private async ValueTask<BegunSession> CheckBeginAsync(BeginSession command, bool isPushed)
    {
        var tenant = await tenants.FindAsync(_key.TenantId);
        if (tenant is null || session.RecordExists)
        {
            return BegunSession.Refused(session.RecordExists ? SessionErrors.UnknownSession : SessionErrors.UnknownTenant);
        }

        if (isPushed && !tenant.Document.PushedAuthorizationRequests)
        {
            return BegunSession.Refused(SessionErrors.NoPushedRequests);
        }

        var begun = await BegunSession.CheckAsync(command, tenant, isPushed);

        // The offer's id is no secret, so all that it brings is the group that the operator can revoke the grant by.
        return begun.Error is null && Guid.TryParseExact(begun.Command.IssuerState, "N", out var offer)
            ? begun with { GroupId = await GrainFactory.GetGrain<ICredentialOfferGrain>(new GrainKey(_key.TenantId, offer).ToString()).FindGroupAsync() }
            : begun;
    }

    /// <summary>Writes a session that begins, if its client may have one more.</summary>
    /// <returns>The refusal, or null.</returns>
    private async Task<ProtocolError?> WriteFirstAsync(BegunSession begun, Func<ValueTask<AuthSessionState>> make)
    {
        var clientId = begun.Client.ClientId;
        if (await openSessions.BeginAsync(begun.Tenant!, begun.Client) is { } tooMany)
        {
            return tooMany;
        }

        try
        {
            await WriteAsync(await make());
        }
        finally
        {
            openSessions.Settle(_key.TenantId, clientId, session.RecordExists);
        }

        ScheduleExpiry();
        log.SessionBegan(_key.TenantId, _logId, begun.Steps.Count);
        return null;
    }
}
