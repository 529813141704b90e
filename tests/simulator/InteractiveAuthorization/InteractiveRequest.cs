using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.Jose;

namespace Eudiplo.WalletSimulator.InteractiveAuthorization;

/// <summary>The parameters of an initial request. Null leaves a parameter out.</summary>
public sealed record InteractiveRequest
{
    /// <summary>`response_type`.</summary>
    public string? ResponseType { get; init; } = "code";

    /// <summary>`client_id`.</summary>
    public string? ClientId { get; init; }

    /// <summary>`redirect_uri`.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>`scope`.</summary>
    public string? Scope { get; init; }

    /// <summary>`authorization_details` (RFC 9396) as a JSON text.</summary>
    public string? AuthorizationDetails { get; init; }

    /// <summary>`code_challenge`.</summary>
    public string? CodeChallenge { get; init; }

    /// <summary>`code_challenge_method`.</summary>
    public string? CodeChallengeMethod { get; init; }

    /// <summary>`interaction_types_supported`, comma separated.</summary>
    public string? InteractionTypes { get; init; }

    /// <summary>`state`.</summary>
    public string? State { get; init; }

    /// <summary>`issuer_state` of a credential offer.</summary>
    public string? IssuerState { get; init; }

    /// <summary>Further parameters, duplicates of the above included.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Further { get; init; } = [];

    /// <summary>The JSON text that asks for one credential configuration.</summary>
    public static string DetailsFor(string credentialConfigurationId) => new JsonArray(new JsonObject
    {
        ["type"] = "openid_credential",
        ["credential_configuration_id"] = credentialConfigurationId,
    }).ToJsonString(JsonText.Plain);

    /// <summary>The parameters as they go into the body.</summary>
    public IEnumerable<KeyValuePair<string, string>> Parameters()
    {
        (string Name, string? Value)[] known =
        [
            ("response_type", ResponseType),
            ("client_id", ClientId),
            ("redirect_uri", RedirectUri),
            ("scope", Scope),
            ("authorization_details", AuthorizationDetails),
            ("code_challenge", CodeChallenge),
            ("code_challenge_method", CodeChallengeMethod),
            ("interaction_types_supported", InteractionTypes),
            ("state", State),
            ("issuer_state", IssuerState),
        ];
        return known.Where(parameter => parameter.Value is not null)
            .Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value!))
            .Concat(Further);
    }
}
