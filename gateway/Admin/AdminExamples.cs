namespace Eudiplo.Gateway.Admin;

/// <summary>The longer examples of the OpenAPI document.</summary>
internal static class AdminExamples
{
    /// <summary>A tenant document as it is sent.</summary>
    public const string Tenant =
        """{"tenantId":"acme","displayName":"Acme","clients":[{"clientId":"wallet"}],"credentialConfigurations":[{"credentialConfigId":"member","vct":"https://credentials.example/member","claims":[{"path":["level"],"from":["data","level"]}]}]}""";

    /// <summary>A tenant document as it is shown.</summary>
    public const string ShownTenant =
        """{"tenantId":"acme","clients":[{"clientId":"service","tokenEndpointAuthMethod":"client_secret_post","secretHash":"***"}],"credentialConfigurations":[{"credentialConfigId":"member","vct":"https://credentials.example/member"}],"keys":[{"keyId":"verifier","privateKey":"***","certificateChain":"-----BEGIN CERTIFICATE-----…"}]}""";

    /// <summary>What a deletion erased, by kind of row.</summary>
    public const string Erased = """{"erased":{"grant":12,"keys":1,"offer":2,"replay":40,"session":3}}""";

    /// <summary>A new key.</summary>
    public const string Key = """{"kid":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx"}""";

    /// <summary>A page of sessions.</summary>
    public const string Sessions =
        """{"sessions":[{"id":"01a201d9-b676-7602-acea-0b0a4a502756","status":"code_issued","clientId":"wallet","createdAt":"2026-11-22T06:00:00Z","updatedAt":"2026-11-22T06:01:00Z","expiresAt":"2026-11-22T06:10:00Z"}],"nextCursor":"AAY9Q0p1c3QgYW4gZXhhbXBsZQ"}""";

    /// <summary>A session.</summary>
    public const string Session =
        """{"id":"01a201d9-b676-7602-acea-0b0a4a502756","status":"code_issued","clientId":"wallet","currentStepIndex":1,"steps":["redirect_to_web"],"createdAt":"2026-11-22T06:00:00Z","updatedAt":"2026-11-22T06:01:00Z","expiresAt":"2026-11-22T06:10:00Z"}""";

    /// <summary>A grant that was found by one of its tokens.</summary>
    public const string Grants =
        """{"grants":[{"id":"01a201d9-b676-7602-acea-0b0a4a502756","status":"active","grantType":"AuthorizationCode","clientId":"wallet","scope":"member","createdAt":"2026-11-22T06:00:00Z","expiresAt":"2027-11-22T06:00:00Z","accessTokens":1,"accessTokenExpiresAt":"2026-11-22T06:10:00Z","refreshTokenExpiresAt":"2026-12-22T06:00:00Z","refreshes":0,"credentials":[{"credentialConfigurationId":"member","issuedAt":"2026-11-22T06:01:00Z","count":1,"event":"credential_accepted","statusList":{"uri":"https://status.example/1","indices":[4711]}}]}]}""";

    /// <summary>An offer as it is asked for.</summary>
    public const string OfferRequest = """{"credentialConfigurationIds":["member"],"txCode":true,"user":"erika","data":{"level":"gold"}}""";

    /// <summary>An offer as it is made.</summary>
    public const string Offer =
        """{"id":"01a201d9-b676-7602-acea-0b0a4a502756","credentialOffer":{"credential_issuer":"https://issuer.example/acme","credential_configuration_ids":["member"],"grants":{}},"credentialOfferUri":"https://issuer.example/acme/oid4vci/offers/…","byValue":"openid-credential-offer://?credential_offer=…","byReference":"openid-credential-offer://?credential_offer_uri=…","qrCode":"data:image/png;base64,…","txCode":"493536","expiresAt":"2026-11-22T06:10:00Z"}""";
}
