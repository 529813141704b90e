using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Tenants;

/// <summary>Who confirms that a web step, or a custom one, is done.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WebStepCompletion>))]
public enum WebStepCompletion
{
    /// <summary>The tenant's backend, authenticated as a client of the tenant.</summary>
    [JsonStringEnumMemberName("service")] Service,

    /// <summary>
    /// Whoever has the wallet's <c>code_verifier</c>: nothing shows that the user ever saw the page. For the guide's flow and for pages
    /// whose outcome does not matter.
    /// </summary>
    [JsonStringEnumMemberName("verifier")] Verifier,

    /// <summary>
    /// For a custom step only: the server's nonce, which is sent with the request as <c>nonce</c>, comes back in the answer. Nothing else of
    /// the answer is checked here: it is kept with the step for the tenant's issuer.
    /// </summary>
    [JsonStringEnumMemberName("nonce")] Nonce,

    /// <summary>
    /// The user, who comes back through the URL that stands for <c>{return_url}</c> in the page's URL, in the browser that set out.
    /// </summary>
    [JsonStringEnumMemberName("browser")] Browser,
}
