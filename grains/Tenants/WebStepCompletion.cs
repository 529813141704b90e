using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Tenants;

/// <summary>Who confirms that a web step is done.</summary>
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
    /// The user, who comes back through the URL that stands for <c>{return_url}</c> in the page's URL, in the browser that set out.
    /// </summary>
    [JsonStringEnumMemberName("browser")] Browser,
}
