using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Dialects;

namespace Eudiplo.Grains.Sessions;

/// <summary>Settles the steps of a session: those that the credentials are configured with, or else the fallback order.</summary>
public static class StepPlan
{
    /// <summary>Settles the steps.</summary>
    /// <param name="request">The request.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="dialect">The wire form, for what the wallet is told.</param>
    /// <param name="steps">The steps in order, when there is no error.</param>
    /// <returns>The refusal, or null.</returns>
    public static ProtocolError? Settle(
        AuthorizationRequest request, TenantContext tenant, InteractiveDialect dialect, out IReadOnlyList<SessionStep> steps)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(tenant);
        steps = [];
        var actions = new List<IaeAction>();
        foreach (var credential in request.Credentials)
        {
            if (credential.IaeActions.Count > 0)
            {
                actions.AddRange(credential.IaeActions);
            }
            else if (Fallback(request.InteractionTypes, tenant) is { } action)
            {
                actions.Add(action);
            }
            else
            {
                return Missing(InteractionTypes.Presentation, dialect);
            }
        }

        // Steps that two credentials share are walked once. What the wallet cannot do is told before any step runs.
        actions = [.. actions.Distinct()];
        if (actions.FirstOrDefault(a => !request.InteractionTypes.Contains(a.Type, StringComparer.Ordinal)) is { } missing)
        {
            return Missing(missing.Type, dialect);
        }

        steps = [.. actions.Select(a => ToStep(a, tenant))];
        return null;
    }

    /// <summary>The guide's order: a presentation where the wallet can and one is configured, else a web page, else an error.</summary>
    private static IaeAction? Fallback(IReadOnlyList<string> types, TenantContext tenant)
    {
        var fallback = tenant.Document.Fallback;
        var presentation = fallback?.PresentationConfigId ?? tenant.Document.PresentationConfigurations.FirstOrDefault()?.PresentationConfigId;
        if (presentation is not null && types.Contains(InteractionTypes.Presentation, StringComparer.Ordinal))
        {
            return new IaeAction { Type = InteractionTypes.Presentation, PresentationConfigId = presentation };
        }

        return fallback?.Url is not null && types.Contains(InteractionTypes.Web, StringComparer.Ordinal)
            ? new IaeAction { Type = InteractionTypes.Web, Url = fallback.Url, Completion = fallback.Completion }
            : null;
    }

    private static SessionStep ToStep(IaeAction action, TenantContext tenant) => new()
    {
        Type = action.Type,
        Label = action.Label,
        PresentationConfigId = action.PresentationConfigId,
        DcqlQuery = action.PresentationConfigId is { } id ? tenant.FindPresentation(id)!.DcqlText : null,
        Url = action.Url,
        CallbackUrl = action.CallbackUrl,
        Description = action.Description,
        Completion = action.Type == InteractionTypes.Presentation ? null : action.Completion ?? WebStepCompletion.Service,
        Request = action.Request,
        Response = action.Response,
    };

    private static ProtocolError Missing(string type, InteractiveDialect dialect) => new(
        "missing_interaction_type",
        $"interaction_types_supported is missing the required interaction type '{dialect.Types().ToWire(type)}'.");
}
