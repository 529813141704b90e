using System.Net;

namespace Eudiplo.Grains.Http;

/// <summary>Finds the addresses of hosts.</summary>
public interface IHostResolver
{
    /// <summary>The addresses of a host, which may be written as an address; none when it has none.</summary>
    ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken);
}
