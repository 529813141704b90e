namespace Eudiplo.Grains.Tenants;

/// <summary>The step of a credential without <c>iaeActions</c>: a presentation where the wallet can, a web page otherwise.</summary>
public sealed record FallbackSettings
{
    /// <summary>The presentation to ask for; the first configured one when it is left out.</summary>
    public string? PresentationConfigId { get; init; }

    /// <summary>The web page to send the user to, as in <see cref="IaeAction.Url"/>. Left out: there is no web fallback.</summary>
    public string? Url { get; init; }

    /// <summary>Who confirms the web page. Default <c>service</c>.</summary>
    public WebStepCompletion Completion { get; init; } = WebStepCompletion.Service;
}
