using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Dpop;

/// <summary>What a DPoP proof is checked against (RFC 9449 section 4.3).</summary>
public sealed record DpopExpectation
{
    /// <summary>The method of the request.</summary>
    public required string Method { get; init; }

    /// <summary>
    /// The URI of the request as the client knows it: from the configured public URL, never from the Host header. Query and fragment
    /// do not count.
    /// </summary>
    public required Uri Uri { get; init; }

    /// <summary>The time of the request.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The algorithms accepted. Default: ECDSA.</summary>
    public JwsAlgorithms Algorithms { get; init; } = JwsAlgorithms.Ecdsa;

    /// <summary>How long after its <c>iat</c> a proof is accepted. Default 2 minutes.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How far the client's clock may be off, either way. Default 30 seconds.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The nonces of the server; null when it asks for none, and then a nonce in a proof is not looked at.</summary>
    public DpopNonces? Nonces { get; init; }

    /// <summary>The access token that the request carries; then the proof must have its <c>ath</c>.</summary>
    public string? AccessToken { get; init; }

    /// <summary>
    /// The <c>jkt</c> that the token, code or session is bound to (or that <c>dpop_jkt</c> named); null when nothing is bound yet.
    /// </summary>
    public string? Thumbprint { get; init; }

    /// <summary>Keys that were met before; null imports the key anew for each proof.</summary>
    public JwkCache? Keys { get; init; }

    /// <summary>The longest proof in characters. Default 8,192.</summary>
    public int MaxLength { get; init; } = 8_192;

    /// <summary>The longest <c>jti</c> in characters. Default 256: the replay cache must remember it.</summary>
    public int MaxTokenIdLength { get; init; } = 256;
}
