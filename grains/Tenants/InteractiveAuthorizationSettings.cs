using Eudiplo.Grains.Abstractions.Sessions;

namespace Eudiplo.Grains.Tenants;

/// <summary>Which wire forms of interactive authorization a tenant speaks, and how.</summary>
public sealed record InteractiveAuthorizationSettings
{
    /// <summary>The wire forms: <c>bare</c>, <c>urn</c>, <c>first-party</c>. Default all. Metadata names the endpoints of these only.</summary>
    public IReadOnlyList<WireForm> Dialects { get; init; } = [WireForm.Bare, WireForm.Urn, WireForm.FirstParty];

    /// <summary>
    /// The HTTP status of <c>insufficient_authorization</c> in the first-party form: 403, as the drafts have it since July 2026, or 401 for
    /// wallets made before. Default 403.
    /// </summary>
    public int InsufficientAuthorizationStatus { get; init; } = 403;

    /// <summary>
    /// When the first-party form sends the whole request to the browser by <c>redirect_to_web</c>: <c>needed</c>, <c>always</c> or
    /// <c>never</c>. Without pushed requests it never does. Default <c>needed</c>.
    /// </summary>
    public WebRedirection RedirectToWeb { get; init; } = WebRedirection.Needed;

    /// <summary>Whether a wire form is spoken.</summary>
    public bool Speaks(InteractiveDialect dialect)
    {
        var form = (WireForm)dialect;
        for (var i = 0; i < Dialects.Count; i++)
        {
            if (Dialects[i] == form)
            {
                return true;
            }
        }

        return false;
    }
}
