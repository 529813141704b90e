using System.Text.Json;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Offers;
using Eudiplo.Grains.Clients;
using Eudiplo.Grains.Sessions;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.AuthorizationDetails;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Grains.Offers;

/// <summary>The rules of making an offer, and what its grant begins with.</summary>
internal static class OfferRules
{
    private static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(31);

    /// <summary>Checks an operator's offer.</summary>
    /// <returns>The refusal, or null.</returns>
    public static ProtocolError? Check(CreateOffer command, TenantContext tenant)
    {
        var ids = command.CredentialConfigurationIds;
        return ids.Count is 0 or > AuthorizationDetailsList.MaxCount || ids.Distinct(StringComparer.Ordinal).Count() != ids.Count
            ? Refused($"An offer has 1 to {AuthorizationDetailsList.MaxCount} credential configurations, each once.")
            : ids.Any(id => tenant.FindCredential(id) is null)
                ? Refused("A credential configuration of the offer does not exist.")
                : !command.AuthorizationCode && !command.PreAuthorizedCode
                    ? Refused("An offer needs a grant: authorization_code, pre-authorized_code, or both.")
                    : command.TransactionCode && !command.PreAuthorizedCode
                        ? Refused("A transaction code belongs to a pre-authorized code.")
                        : !command.PreAuthorizedCode && (command.Subject ?? command.Data) is not null
                            ? Refused("user and data belong to a pre-authorized code: by the authorization code flow the steps find out who the user is.")
                        : command.Lifetime is { } lifetime && (lifetime < TimeSpan.FromSeconds(30) || lifetime > MaxLifetime)
                            ? Refused("An offer lives for 30 seconds to 31 days.")
                            : command.Data is { } data && !(StrictJson.TryParse(data, out var json) && json.ValueKind == JsonValueKind.Object)
                                ? Refused("data is not a JSON object without repeated members.")
                                : null;

        static ProtocolError Refused(string description) => new("invalid_request", description);
    }

    /// <summary>What the grant of a redeemed offer begins with.</summary>
    public static CreateGrant Grant(CredentialOfferState offer, AuthenticatedClient client, string? dpopThumbprint, DateTimeOffset now) => new()
    {
        ClientId = client.ClientId,
        ClientInstance = client.Instance,
        Subject = offer.Subject,
        GroupId = offer.GroupId,
        AuthorizationDetails = Json.WriteText(json =>
        {
            json.WriteStartArray();
            foreach (var id in offer.CredentialConfigurationIds)
            {
                json.WriteStartObject();
                json.WriteString("type", AuthorizationDetailsList.CredentialType);
                json.WriteString("credential_configuration_id", id);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }),
        CodeHash = offer.Code,
        AuthTime = now,
        CompletedSteps = JsonSerializer.Serialize(
            [new CompletedStep { Index = 0, Type = "credential_offer", CompletedAt = now, Data = offer.Data, Subject = offer.Subject }],
            SessionJson.Default.IReadOnlyListCompletedStep),
        GrantType = GrantType.PreAuthorizedCode,
        DpopThumbprint = dpopThumbprint,
    };
}
