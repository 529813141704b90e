namespace Eudiplo.Load.Http;

/// <summary>Where connections go.</summary>
/// <param name="Host">Host name or address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Tls">Whether the connection is encrypted.</param>
public sealed record ServerAddress(string Host, int Port, bool Tls)
{
    /// <summary>The address of an http or https URL.</summary>
    public static ServerAddress Of(Uri url) => new(url.DnsSafeHost, url.Port, url.Scheme == Uri.UriSchemeHttps);
}
