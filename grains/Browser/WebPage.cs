using System.Globalization;
using Eudiplo.Grains.Sessions;

namespace Eudiplo.Grains.Browser;

/// <summary>The URL of a web step's page, as the tenant configured it.</summary>
public static class WebPage
{
    /// <summary>Stands for the session's id: the one that the tenant's backend confirms the step with.</summary>
    public const string SessionPlaceholder = "{auth_session}";

    /// <summary>Stands for the URL by which the user comes back, escaped for use as the value of a parameter.</summary>
    public const string ReturnUrlPlaceholder = "{return_url}";

    /// <summary>Stands for the step's number, from 0: with it the tenant's backend says which step it confirms.</summary>
    public const string StepPlaceholder = "{step}";

    /// <summary>
    /// Stands for the <c>issuer_state</c> of the wallet's request, escaped for use as the value of a parameter; for nothing where there was none.
    /// </summary>
    public const string IssuerStatePlaceholder = "{issuer_state}";

    /// <summary>The page that the user's browser goes to.</summary>
    /// <param name="session">The session.</param>
    /// <param name="step">The step.</param>
    /// <param name="returnUrl">The way back.</param>
    public static string Url(AuthSessionState session, SessionStep step, string returnUrl)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(step);
        return step.Url!
            .Replace(SessionPlaceholder, session.Id.ToString(), StringComparison.Ordinal)
            .Replace(StepPlaceholder, session.CurrentStepIndex.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace(ReturnUrlPlaceholder, Uri.EscapeDataString(returnUrl), StringComparison.Ordinal)
            .Replace(IssuerStatePlaceholder, Uri.EscapeDataString(session.IssuerState ?? string.Empty), StringComparison.Ordinal);
    }
}
