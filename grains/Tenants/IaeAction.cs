using System.Text.Json.Serialization;
using Eudiplo.Grains.Sessions;

namespace Eudiplo.Grains.Tenants;

/// <summary>One step before a credential: the actions of the guide.</summary>
public sealed record IaeAction
{
    /// <summary><c>openid4vp_presentation</c>, <c>redirect_to_web</c>, or a URN of the tenant's own.</summary>
    public required string Type { get; init; }

    /// <summary>The step's name for people.</summary>
    public string? Label { get; init; }

    /// <summary>For a presentation: the configuration of what to ask for.</summary>
    public string? PresentationConfigId { get; init; }

    /// <summary>
    /// For a web step: where the user goes. Absolute, https (http only to a loopback address); <c>{auth_session}</c> in its path, query or
    /// fragment is replaced by the session's id, <c>{step}</c> by the step's number from 0, <c>{issuer_state}</c>, in its query or fragment, by
    /// that of the wallet's request, escaped, and <c>{return_url}</c> by the URL, escaped, by which the user comes back here and then to
    /// the wallet. A page that <c>browser</c> completes needs the latter.
    /// </summary>
    public string? Url { get; init; }

    /// <summary>For a web step: where the external service sends the user back to.</summary>
    public string? CallbackUrl { get; init; }

    /// <summary>For a web step: instructions for the user.</summary>
    public string? Description { get; init; }

    /// <summary>
    /// For a web step: who confirms it, <c>service</c>, <c>browser</c> or <c>verifier</c>; for a custom one: <c>service</c> or <c>nonce</c>.
    /// Default <c>service</c>.
    /// </summary>
    public WebStepCompletion? Completion { get; init; }

    /// <summary>For a custom step: a JSON object whose members are sent to the wallet as they are, beside type and <c>auth_session</c>.</summary>
    [JsonConverter(typeof(RawJsonConverter))]
    public string? Request { get; init; }

    /// <summary>For a custom step: the parameter of the follow-up that has the wallet's answer.</summary>
    public string? Response { get; init; }
}
