namespace Eudiplo.Protocol.PresentationRequests;

/// <summary>Names and properties of <see cref="ResponseMode"/>.</summary>
public static class ResponseModes
{
    /// <summary>The value of <c>response_mode</c>, exactly as wallets compare it.</summary>
    public static string Name(this ResponseMode mode) => mode switch
    {
        ResponseMode.IaePost => "iae_post",
        ResponseMode.IaePostJwt => "iae_post.jwt",
        ResponseMode.IaPost => "ia_post",
        ResponseMode.IaPostJwt => "ia_post.jwt",
        ResponseMode.DirectPost => "direct_post",
        ResponseMode.DirectPostJwt => "direct_post.jwt",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Not a response mode."),
    };

    /// <summary>Whether the response is to be encrypted.</summary>
    public static bool IsEncrypted(this ResponseMode mode) =>
        mode is ResponseMode.IaePostJwt or ResponseMode.IaPostJwt or ResponseMode.DirectPostJwt;

    /// <summary>Whether the response goes to a <c>response_uri</c> and not to the endpoint that the wallet talks to already.</summary>
    public static bool IsDirectPost(this ResponseMode mode) => mode is ResponseMode.DirectPost or ResponseMode.DirectPostJwt;

    /// <summary>
    /// What stands before the endpoint in the audience of a proof of holder binding: <c>iae:</c> or <c>ia:</c>; empty for
    /// <c>direct_post</c>, where the audience is the client id.
    /// </summary>
    public static string AudiencePrefix(this ResponseMode mode) => mode switch
    {
        ResponseMode.IaePost or ResponseMode.IaePostJwt => "iae:",
        ResponseMode.IaPost or ResponseMode.IaPostJwt => "ia:",
        _ => "",
    };
}
