namespace Eudiplo.Grains.Browser;

/// <summary>
/// The one browser that a web step belongs to: the first that opened its <c>request_uri</c>. Its cookie is not stored, only what recognises
/// it, so the database alone opens no page and gives no ticket away.
/// </summary>
[GenerateSerializer, Immutable, Alias("eudiplo.BrowserVisit")]
public sealed record BrowserVisit
{
    /// <summary>The step.</summary>
    [Id(0)] public required int StepIndex { get; init; }

    /// <summary>Hash of what the browser's cookie means to this step.</summary>
    [Id(1)] public required byte[] Binding { get; init; }

    /// <summary>With the cookie, this gives the ticket and the <c>auth_session</c> of the visit: 32 random bytes.</summary>
    [Id(2)] public required byte[] Salt { get; init; }

    /// <summary>Hash of the secret of the <c>auth_session</c> that the browser took to the wallet; null while it took none.</summary>
    [Id(3)] public byte[]? AuthSession { get; init; }

    /// <summary>Whether the code of the session went to the wallet through the browser: it is redeemed with its <c>redirect_uri</c> only.</summary>
    [Id(4)] public bool GaveCode { get; init; }

    /// <summary>The hash of the <c>auth_session</c> for a step; null when the visit was not of this step, or gave none.</summary>
    public byte[]? AuthSessionOf(int step) => step == StepIndex ? AuthSession : null;
}
