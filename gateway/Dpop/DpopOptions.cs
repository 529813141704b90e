namespace Eudiplo.Gateway.Dpop;

/// <summary>How DPoP proofs are checked: section <c>Eudiplo:Dpop</c>.</summary>
public sealed class DpopOptions
{
    /// <summary>How long after its <c>iat</c> a proof is taken: 5 seconds to 10 minutes. Default 2 minutes.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How far a wallet's clock may be off: up to 5 minutes. Default 30 seconds.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the server's nonce changes, for tenants that ask for nonces: 10 seconds to an hour. One is good for up to twice as long. Default 3 minutes.</summary>
    public TimeSpan NonceWindow { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>
    /// How many proofs this process remembers so that none is used twice: 1,024 to 100,000,000, at 50 bytes each. When that many are under
    /// way, further ones are refused with 503 until the oldest are too old to be used. Default 1,000,000.
    /// </summary>
    public int ReplayCapacity { get; set; } = 1_000_000;

    /// <summary>What is wrong with the values; null when nothing is.</summary>
    public string? Problem() => this switch
    {
        { MaxAge.TotalSeconds: < 5 or > 600 } => "Eudiplo:Dpop:MaxAge must be between 00:00:05 and 00:10:00. Leave it out for 00:02:00.",
        { ClockSkew.TotalSeconds: < 0 or > 300 } => "Eudiplo:Dpop:ClockSkew must be between 00:00:00 and 00:05:00. Leave it out for 00:00:30.",
        { NonceWindow.TotalSeconds: < 10 or > 3_600 } => "Eudiplo:Dpop:NonceWindow must be between 00:00:10 and 01:00:00. Leave it out for 00:03:00.",
        { ReplayCapacity: < 1_024 or > 100_000_000 } => "Eudiplo:Dpop:ReplayCapacity must be between 1,024 and 100,000,000. Leave it out for 1,000,000.",
        _ => null,
    };
}
