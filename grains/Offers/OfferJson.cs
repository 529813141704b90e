using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Capabilities;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Grains.Offers;

/// <summary>Writes credential offers (OID4VCI, "Credential Offer Parameters").</summary>
internal static class OfferJson
{
    /// <summary>The grant type of pre-authorized codes.</summary>
    public const string PreAuthorizedGrantType = "urn:ietf:params:oauth:grant-type:pre-authorized_code";

    /// <summary>Writes an offer for who has its link.</summary>
    public static string Write(CredentialOfferState offer, string linkSecret, TenantContext tenant) => Json.WriteText(json =>
    {
        json.WriteStartObject();
        json.WriteString("credential_issuer", tenant.Urls.Issuer);
        json.WriteStartArray("credential_configuration_ids");
        foreach (var id in offer.CredentialConfigurationIds)
        {
            json.WriteStringValue(id);
        }

        json.WriteEndArray();
        json.WriteStartObject("grants");
        if (offer.AuthorizationCode)
        {
            json.WriteStartObject("authorization_code");
            json.WriteString("issuer_state", offer.Id.ToString("N"));
            json.WriteEndObject();
        }

        if (offer.Code is not null)
        {
            json.WriteStartObject(PreAuthorizedGrantType);
            json.WriteString("pre-authorized_code", Capability.Encode(offer.Id, OfferSecrets.CodeOf(linkSecret)));
            if (offer.TransactionCode is not null)
            {
                json.WriteStartObject("tx_code");
                json.WriteString("input_mode", "numeric");
                json.WriteNumber("length", OfferSecrets.TransactionCodeLength);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    });
}
