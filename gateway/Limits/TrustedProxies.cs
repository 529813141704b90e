namespace Eudiplo.Gateway.Limits;

/// <summary>
/// Whose word on where a request comes from is taken: section <c>Eudiplo:ForwardedHeaders</c>. None by default: then <c>X-Forwarded-For</c>
/// and <c>X-Forwarded-Proto</c> are not looked at. <c>X-Forwarded-Host</c> never is.
/// </summary>
public sealed class TrustedProxies
{
    /// <summary>Addresses of proxies.</summary>
    public IList<string> Proxies { get; } = [];

    /// <summary>Networks of proxies, in CIDR form.</summary>
    public IList<string> Networks { get; } = [];
}
