namespace Eudiplo.Grains.Browser;

/// <summary>
/// The one browser that a web step, or a whole pushed session, belongs to: the first that opened its <c>request_uri</c>. Its cookie is not stored, only what recognises
/// it, so the database alone opens no page and gives no ticket away.
/// </summary>
[GenerateSerializer, Immutable, Alias("eudiplo.BrowserVisit")]
public sealed record BrowserVisit
{
    /// <summary>The step; 0 for a pushed session.</summary>
    [Id(0)] public required int StepIndex { get; init; }

    /// <summary>Hash of what the browser's cookie means to this step.</summary>
    [Id(1)] public required byte[] Binding { get; init; }

    /// <summary>With the cookie, this gives the ticket and the <c>auth_session</c> of the visit: 32 random bytes.</summary>
    [Id(2)] public required byte[] Salt { get; init; }

    /// <summary>Hash of the secret of the <c>auth_session</c> that the browser took to the wallet; null while it took none.</summary>
    [Id(3)] public byte[]? AuthSession { get; init; }

    /// <summary>Whether the code of the session went to the wallet through the browser: it is redeemed with its <c>redirect_uri</c> only.</summary>
    [Id(4)] public bool GaveCode { get; init; }

    /// <summary>In a pushed session: the step that the browser has been taken to; null before the first.</summary>
    [Id(5)] public int? EnteredStep { get; init; }

    /// <summary>Hash of the secret of the presentation request that another device scans.</summary>
    [Id(6)] public byte[]? ScanSecret { get; init; }

    /// <summary>Hash of the secret of the presentation request that a wallet on this device opens.</summary>
    [Id(7)] public byte[]? OpenSecret { get; init; }

    /// <summary>
    /// Hash of the <c>response_code</c> that the browser has to bring before the session goes on (OpenID4VP 1.0, section 8.2); null for none.
    /// </summary>
    [Id(8)] public byte[]? ResponseCode { get; init; }

    /// <summary>Hash of the presentation response that was accepted last: the same again gets the same answer again.</summary>
    [Id(9)] public byte[]? AcceptedResponse { get; init; }

    /// <summary>With that response, this gives the <c>response_code</c>.</summary>
    [Id(10)] public byte[]? ResponseSalt { get; init; }

    /// <summary>The hash of the <c>auth_session</c> for a step; null when the visit was not of this step, or gave none.</summary>
    public byte[]? AuthSessionOf(int step) => step == StepIndex ? AuthSession : null;
}
