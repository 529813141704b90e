using System.Security.Cryptography;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Offers;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Grains.Clients;
using Eudiplo.Grains.Dpop;
using Eudiplo.Grains.Grants;
using Eudiplo.Grains.Sessions;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Capabilities;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Eudiplo.Grains.Offers;

/// <summary>One credential offer and its pre-authorized code.</summary>
[GrainType("offer")]
public sealed class CredentialOfferGrain(
    [PersistentState(StorageNames.Offer, StorageNames.Provider)] IPersistentState<CredentialOfferState> offer,
    TenantDirectory tenants,
    TimeProvider clock,
    ILogger<CredentialOfferGrain> log) : Grain, ICredentialOfferGrain
{
    /// <summary>Wrong transaction codes until the offer is dead: of a million codes, an attacker tries five.</summary>
    public const int MaxAttempts = 5;

    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromMinutes(10);
    private GrainKey _key;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = GrainKey.Parse(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<CreateOfferReply> CreateAsync(CreateOffer command)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (await tenants.FindAsync(_key.TenantId) is not { } tenant)
        {
            return new CreateOfferReply { Error = GrantErrors.UnknownTenant };
        }

        if (OfferRules.Check(command, tenant) is { } error)
        {
            return new CreateOfferReply { Error = error };
        }

        var now = clock.GetUtcNow();
        var link = OfferSecrets.NewLink();
        var transactionCode = command.TransactionCode ? OfferSecrets.NewTransactionCode() : null;
        var key = transactionCode is null ? null : RandomNumberGenerator.GetBytes(32);
        await WriteAsync(new CredentialOfferState
        {
            SchemaVersion = CredentialOfferState.CurrentSchemaVersion,
            Id = _key.Id,
            TenantId = _key.TenantId,
            CredentialConfigurationIds = command.CredentialConfigurationIds,
            Link = CapabilitySecret.Hash(link)!,
            Code = command.PreAuthorizedCode ? CapabilitySecret.Hash(OfferSecrets.CodeOf(link)) : null,
            AuthorizationCode = command.AuthorizationCode,
            TransactionCode = transactionCode is null ? null : OfferSecrets.Hash(key!, transactionCode),
            TransactionCodeKey = key,
            Subject = command.Subject,
            GroupId = command.GroupId,
            Data = command.Data,
            CreatedAt = now,
            ExpiresAt = now + (command.Lifetime ?? DefaultLifetime),
        });
        return new CreateOfferReply
        {
            Offer = new SecretText(OfferJson.Write(offer.State, link, tenant)),
            OfferUri = new SecretText(tenant.Urls.Offer(Capability.Encode(_key.Id, link))),
            TransactionCode = SecretText.Of(transactionCode),
            ExpiresAt = offer.State.ExpiresAt,
        };
    }

    /// <inheritdoc/>
    public async Task<SecretText?> GetAsync(SecretText linkSecret)
    {
        ArgumentNullException.ThrowIfNull(linkSecret);
        return IsOpen()
            && CapabilitySecret.Matches(linkSecret.Value, offer.State.Link)
            && await tenants.FindAsync(_key.TenantId) is { } tenant
                ? new SecretText(OfferJson.Write(offer.State, linkSecret.Value, tenant))
                : null;
    }

    /// <inheritdoc/>
    public Task<string?> FindGroupAsync()
    {
        var isOpen = offer is { RecordExists: true, State.AuthorizationCode: true } && clock.GetUtcNow() < offer.State.ExpiresAt;
        if (!isOpen)
        {
            DeactivateOnIdle();
        }

        return Task.FromResult(isOpen ? offer.State.GroupId : null);
    }

    /// <inheritdoc/>
    public async Task<TokenReply> RedeemAsync(RedeemOffer command)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (await tenants.FindAsync(_key.TenantId) is not { } tenant)
        {
            return new TokenReply { Error = GrantErrors.UnknownTenant };
        }

        var anonymous = command.Credentials is { ClientId: null, Method: ClientAuthenticationMethod.None };
        var client = new AuthenticatedClient(string.Empty, null);
        if (anonymous)
        {
            if (!tenant.TakesAnonymousClients)
            {
                return TokenReply.Refused("invalid_client", "Client authentication failed.", 401);
            }
        }
        else
        {
            (var foreign, client) = await ClientAuthentication.AuthenticateAsync(tenant, command.Credentials);
            if (foreign is not null)
            {
                return new TokenReply { Error = foreign };
            }
        }

        var grant = GrainFactory.GetGrain<IGrantGrain>(_key.ToString());
        if (!offer.RecordExists || clock.GetUtcNow() >= offer.State.ExpiresAt)
        {
            DeactivateOnIdle();
            await grant.RevokeByCodeAsync(command.CodeSecret);
            return new TokenReply { Error = GrantErrors.InvalidCode };
        }

        var state = offer.State;
        if (!CapabilitySecret.Matches(command.CodeSecret.Value, state.Code))
        {
            return new TokenReply { Error = GrantErrors.InvalidCode };
        }

        if (state.RedeemedAt is not null && AnswerSecrets.IsOf(command.Attempt, state.RedeemedBy))
        {
            return await grant.CreateAgainAsync(command.Attempt!);
        }

        if (state.RedeemedAt is not null)
        {
            // As with every code (RFC 6749, section 4.1.2): who presents it twice ends what the first one got.
            log.OfferReplayed(_key.TenantId, SessionLogId.Of(_key.Id));
            await grant.RevokeAsync("code_replayed", state.ExpiresAt - clock.GetUtcNow());
            return new TokenReply { Error = GrantErrors.InvalidCode };
        }

        if (!anonymous && !client.May(ClientPermissions.Authorize))
        {
            return TokenReply.Refused("unauthorized_client", "This client may not use this grant type.");
        }

        if (DpopBinding.CheckToken(command.DpopThumbprint, tenant, client.Registration) is { } missing)
        {
            return new TokenReply { Error = missing };
        }

        return await CheckTransactionCodeAsync(state, command.TransactionCode)
            ?? await SpendAsync(state, client, command, grant);
    }

    private async Task<TokenReply?> CheckTransactionCodeAsync(CredentialOfferState state, SecretText? presented)
    {
        // OID4VCI, "Token Error Response": a code where none is expected, and none where one is, are requests gone wrong; a wrong one is a wrong grant.
        if ((state.TransactionCode is null) != (presented is null))
        {
            return TokenReply.Refused("invalid_request", state.TransactionCode is null ? "No tx_code is expected." : "Missing required field: tx_code");
        }

        if (state.TransactionCode is null)
        {
            return null;
        }

        if (state.Attempts >= MaxAttempts)
        {
            return new TokenReply { Error = GrantErrors.InvalidCode };
        }

        if (CryptographicOperations.FixedTimeEquals(OfferSecrets.Hash(state.TransactionCodeKey!, presented!.Value), state.TransactionCode))
        {
            // A right one writes as well: of tries that run at once each has to win the row to be told anything, or as many codes could be
            // tried as there are processes, for each that is counted.
            await WriteAsync(state);
            return null;
        }

        // Counted before it is answered: tries that run at once lose the race for the row and are counted one by one.
        await WriteAsync(state with { Attempts = state.Attempts + 1 });
        log.TransactionCodeWrong(_key.TenantId, SessionLogId.Of(_key.Id), state.Attempts + 1, MaxAttempts);
        return TokenReply.Refused("invalid_grant", "The transaction code is wrong.");
    }

    private async Task<TokenReply> SpendAsync(CredentialOfferState state, AuthenticatedClient client, RedeemOffer command, IGrantGrain grant)
    {
        // As with a session's code, the insert of the grant's row decides who has the code, and the offer notes it afterwards.
        var now = clock.GetUtcNow();
        var reply = await grant.CreateAsync(OfferRules.Grant(state, client, command.DpopThumbprint, now) with
        {
            Attempt = command.Attempt,
            RememberUntil = state.ExpiresAt,
        });
        try
        {
            await WriteAsync(state with
            {
                RedeemedAt = now,
                RedeemedBy = command.Attempt is { } attempt ? AnswerSecrets.HashOf(attempt) : null,
                Data = null,
                Subject = null,
            });
        }
        catch (Exception e)
        {
            log.RedemptionNotNoted(_key.TenantId, SessionLogId.Of(_key.Id), e);
            DeactivateOnIdle();
        }

        return reply;
    }

    private bool IsOpen()
    {
        var open = offer.RecordExists && offer.State.RedeemedAt is null && clock.GetUtcNow() < offer.State.ExpiresAt;
        if (!open)
        {
            DeactivateOnIdle();
        }

        return open;
    }

    private async Task WriteAsync(CredentialOfferState next)
    {
        var previous = offer.State;
        offer.State = next;
        try
        {
            await offer.WriteStateAsync();
        }
        catch
        {
            // What is not stored was never said: later calls on this activation must not see it.
            offer.State = previous;
            throw;
        }
    }
}
