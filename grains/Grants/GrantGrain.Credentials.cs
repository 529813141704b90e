using System.Security.Cryptography;
using Eudiplo.Grains.Abstractions.Credentials;
using Eudiplo.Grains.Credentials;
using Eudiplo.Grains.Sessions;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Capabilities;
using Eudiplo.Protocol.Jwe;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Grains.Grants;

/// <content>The credentials that a grant is for.</content>
public sealed partial class GrantGrain
{
    /// <summary>The credential responses that a grant remembers for notifications: a row must not grow without end.</summary>
    private const int MaxRemembered = 32;

    /// <inheritdoc/>
    public async Task<IssueReply> IssueCredentialAsync(IssueCredential command)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var span = Enter("grant.issue_credential");
        var (access, state, tenant, refused) = await OpenAsync(command.Access, t => t.Urls.Credential);
        if (refused is not null)
        {
            return Refuse(refused);
        }

        var tenantKeys = await keys.FindAsync(_key.TenantId, CredentialRequestBody.KeyIdOf(command));
        if (CredentialRequestBody.Read(command, tenant!, tenantKeys, out var request) is { } malformed)
        {
            return Refuse(malformed);
        }

        var now = clock.GetUtcNow();
        if (CredentialRules.Find(state!, access!.Scope ?? state!.Scope, request, tenant!, out var configuration) is { } unknown)
        {
            return Refuse(unknown);
        }

        var data = CredentialData.Read(state!.CompletedSteps);
        if (CredentialRules.CheckProofs(state, request, tenant!, tenantKeys, data, now, out var holders) is { } unproven)
        {
            return Refuse(unproven);
        }

        if (CredentialBuilder.Resolve(configuration, data, out var problem) is not { } values)
        {
            log.CredentialNotIssued(_key.TenantId, SessionLogId.Of(_key.Id), configuration.CredentialConfigId, problem);
            return Refuse(CredentialErrors.Denied);
        }

        var indices = configuration.StatusList is { } list
            ? await statusIndices.TakeAsync(_key.TenantId, list.Uri, list.Size, holders.Count)
            : null;
        if (configuration.StatusList is not null && indices is null)
        {
            log.StatusListFull(_key.TenantId, configuration.CredentialConfigId);
            return Refuse(CredentialErrors.Denied);
        }

        // Remembered before it is answered: a notification must not find less than the wallet has.
        var notification = RandomNumberGenerator.GetBytes(Capability.SecretLength);
        var issued = new IssuedCredential
        {
            Notification = SHA256.HashData(notification),
            CredentialConfigurationId = configuration.CredentialConfigId,
            IssuedAt = now,
            Count = holders.Count,
            StatusIndices = indices,
            StatusListUri = configuration.StatusList?.Uri,
        };
        await WriteAsync(state with { Issued = [.. (state.Issued ?? []).TakeLast(MaxRemembered - 1), issued] });
        var signer = tenantKeys.SignerAt(now);
        var credentials = holders.Select((holder, i) => CredentialBuilder.SdJwtVc(configuration, values, holder, indices?[i], tenant!, signer, now));
        var json = Response(credentials, Capability.Encode(_key.Id, notification));
        metrics.Issued(_key.TenantId, configuration.CredentialConfigId, holders.Count);
        log.CredentialIssued(_key.TenantId, SessionLogId.Of(_key.Id), configuration.CredentialConfigId, holders.Count);
        if (indices is not null)
        {
            // The row goes with the grant, and the credentials may live longer: whoever publishes the list must still find their indices.
            log.StatusIndicesTaken(_key.TenantId, SessionLogId.Of(_key.Id), configuration.CredentialConfigId, string.Join(' ', indices), configuration.StatusList!.Uri);
        }

        if (request.ResponseKey is not { } key)
        {
            return new IssueReply { Json = json };
        }

        return JweEncrypter.Encrypt(json, key, request.ResponseEncryption) is { } encrypted
            ? new IssueReply { Encrypted = encrypted }
            : throw new InvalidOperationException("A key that was checked with the request is none to encrypt to.");
    }

    /// <inheritdoc/>
    public async Task<IssueReply> NotifyAsync(NotifyIssuer command)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var span = Enter("grant.notify");
        var (_, state, _, refused) = await OpenAsync(command.Access, t => t.Urls.Notification);
        if (refused is not null)
        {
            return Refuse(refused);
        }

        if (command.NotificationId is not { } notificationId || command.Event is not ("credential_accepted" or "credential_failure" or "credential_deleted"))
        {
            return Refuse(CredentialErrors.InvalidNotification);
        }

        var known = Capability.TryDecode(notificationId.Value, out var id, out var secret) && id == _key.Id
            ? state!.Issued?.FirstOrDefault(i => CapabilitySecret.Matches(secret, i.Notification))
            : null;
        if (known is null)
        {
            return Refuse(CredentialErrors.InvalidNotificationId);
        }

        // The same notification again changes nothing (OID4VCI, "Notification Endpoint").
        if (known.Event != command.Event)
        {
            await WriteAsync(state! with { Issued = [.. state.Issued!.Select(i => i == known ? i with { Event = command.Event } : i)] });
            log.CredentialNotified(_key.TenantId, SessionLogId.Of(_key.Id), known.CredentialConfigurationId, command.Event);
        }

        return new IssueReply();
    }

    /// <summary>The grant behind an access token, once the token and its binding are checked.</summary>
    private async ValueTask<(AccessToken? Access, GrantState? State, TenantContext? Tenant, IssueReply? Refused)> OpenAsync(
        PresentedAccessToken presented, Func<TenantContext, string> url)
    {
        var (state, access, _) = await FindTokenAsync(presented.Token);
        if (access is null || await tenants.FindAsync(_key.TenantId) is not { } tenant)
        {
            return (null, null, null, CredentialErrors.InvalidToken(presented.IsDpop));
        }

        return (access, state, tenant, CredentialRules.CheckBinding(state!, presented, url(tenant), clock.GetUtcNow()));
    }

    private static byte[] Response(IEnumerable<string> credentials, string notificationId) => Json.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("credentials");
        foreach (var credential in credentials)
        {
            json.WriteStartObject();
            json.WriteString("credential", credential);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("notification_id", notificationId);
        json.WriteEndObject();
    });

    private IssueReply Refuse(IssueReply refused)
    {
        log.GrantRequestRefused(_key.TenantId, refused.Error!.Code, "credential");
        return refused;
    }
}
