namespace Eudiplo.Unit.Tests.Dcql;

/// <summary>
/// The DCQL examples of OpenID for Verifiable Presentations 1.0 (section 6.5 and appendix D; openid/OpenID4VP,
/// 1.0/examples/query_lang), white space removed.
/// </summary>
public static class PublishedQueries
{
    public const string Simple = """
        {"credentials":[{"id":"my_credential","format":"dc+sd-jwt",
          "meta":{"vct_values":["https://credentials.example.com/identity_credential"]},
          "claims":[{"path":["family_name"]},{"path":["given_name"]},{"path":["address","street_address"]}]}]}
        """;

    public const string ClaimsAlternatives = """
        {"credentials":[{"id":"pid","format":"dc+sd-jwt",
          "meta":{"vct_values":["https://credentials.example.com/identity_credential"]},
          "claims":[{"id":"a","path":["family_name"]},{"id":"b","path":["postal_code"]},{"id":"c","path":["locality"]},
            {"id":"d","path":["region"]},{"id":"e","path":["date_of_birth"]}],
          "claim_sets":[["a","c","d","e"],["a","b","e"]]}]}
        """;

    public const string CredentialsAlternatives = """
        {"credentials":[
          {"id":"pid","format":"dc+sd-jwt","meta":{"vct_values":["https://credentials.example.com/identity_credential"]},
            "claims":[{"path":["given_name"]},{"path":["family_name"]},{"path":["address","street_address"]}]},
          {"id":"other_pid","format":"dc+sd-jwt","meta":{"vct_values":["https://othercredentials.example/pid"]},
            "claims":[{"path":["given_name"]},{"path":["family_name"]},{"path":["address","street_address"]}]},
          {"id":"pid_reduced_cred_1","format":"dc+sd-jwt","meta":{"vct_values":["https://credentials.example.com/reduced_identity_credential"]},
            "claims":[{"path":["family_name"]},{"path":["given_name"]}]},
          {"id":"pid_reduced_cred_2","format":"dc+sd-jwt","meta":{"vct_values":["https://cred.example/residence_credential"]},
            "claims":[{"path":["postal_code"]},{"path":["locality"]},{"path":["region"]}]},
          {"id":"nice_to_have","format":"dc+sd-jwt","meta":{"vct_values":["https://company.example/company_rewards"]},
            "claims":[{"path":["rewards_number"]}]}],
         "credential_sets":[
          {"options":[["pid"],["other_pid"],["pid_reduced_cred_1","pid_reduced_cred_2"]]},
          {"required":false,"options":[["nice_to_have"]]}]}
        """;

    public const string ValueMatching = """
        {"credentials":[{"id":"my_credential","format":"dc+sd-jwt",
          "meta":{"vct_values":["https://credentials.example.com/identity_credential"]},
          "claims":[{"path":["family_name"],"values":["Doe"]},{"path":["given_name"]},{"path":["address","street_address"]},
            {"path":["postal_code"],"values":["90210","90211"]}]}]}
        """;

    public const string SimpleMdoc = """
        {"credentials":[{"id":"my_credential","format":"mso_mdoc","meta":{"doctype_value":"org.iso.7367.1.mVRC"},
          "claims":[{"path":["org.iso.7367.1","vehicle_holder"]},{"path":["org.iso.18013.5.1","given_name"]}]}]}
        """;

    public const string MultiCredentials = """
        {"credentials":[
          {"id":"pid","format":"dc+sd-jwt","meta":{"vct_values":["https://credentials.example.com/identity_credential"]},
            "claims":[{"path":["given_name"]},{"path":["family_name"]},{"path":["address","street_address"]}]},
          {"id":"mdl","format":"mso_mdoc","meta":{"doctype_value":"org.iso.7367.1.mVRC"},
            "claims":[{"path":["org.iso.7367.1","vehicle_holder"]},{"path":["org.iso.18013.5.1","given_name"]}]}]}
        """;

    public const string ComplexMdoc = """
        {"credentials":[
          {"id":"mdl-id","format":"mso_mdoc","meta":{"doctype_value":"org.iso.18013.5.1.mDL"},"claims":[
            {"id":"given_name","path":["org.iso.18013.5.1","given_name"]},{"id":"family_name","path":["org.iso.18013.5.1","family_name"]},
            {"id":"portrait","path":["org.iso.18013.5.1","portrait"]}]},
          {"id":"mdl-address","format":"mso_mdoc","meta":{"doctype_value":"org.iso.18013.5.1.mDL"},"claims":[
            {"id":"resident_address","path":["org.iso.18013.5.1","resident_address"]},
            {"id":"resident_country","path":["org.iso.18013.5.1","resident_country"]}]},
          {"id":"photo_card-id","format":"mso_mdoc","meta":{"doctype_value":"org.iso.23220.photoid.1"},"claims":[
            {"id":"given_name","path":["org.iso.18013.5.1","given_name"]},{"id":"family_name","path":["org.iso.18013.5.1","family_name"]},
            {"id":"portrait","path":["org.iso.18013.5.1","portrait"]}]},
          {"id":"photo_card-address","format":"mso_mdoc","meta":{"doctype_value":"org.iso.23220.photoid.1"},"claims":[
            {"id":"resident_address","path":["org.iso.18013.5.1","resident_address"]},
            {"id":"resident_country","path":["org.iso.18013.5.1","resident_country"]}]}],
         "credential_sets":[{"options":[["mdl-id"],["photo_card-id"]]},{"required":false,"options":[["mdl-address"],["photo_card-address"]]}]}
        """;

    public static TheoryData<string, string> Supported => new()
    {
        { nameof(Simple), Simple },
        { nameof(ClaimsAlternatives), ClaimsAlternatives },
        { nameof(CredentialsAlternatives), CredentialsAlternatives },
        { nameof(ValueMatching), ValueMatching },
        { nameof(SimpleMdoc), SimpleMdoc },
        { nameof(MultiCredentials), MultiCredentials },
        { nameof(ComplexMdoc), ComplexMdoc },
    };
}
