using System.Text;

namespace Eudiplo.WalletSimulator.Backend;

/// <summary>The client id and secret of a tenant's backend.</summary>
/// <param name="ClientId">The client id.</param>
/// <param name="ClientSecret">The secret.</param>
public sealed record BackendCredentials(string ClientId, string ClientSecret)
{
    /// <summary>The value after `Basic `: id and secret form-encoded first (RFC 6749, section 2.3.1).</summary>
    public string BasicValue() => Convert.ToBase64String(
        Encoding.ASCII.GetBytes($"{Uri.EscapeDataString(ClientId)}:{Uri.EscapeDataString(ClientSecret)}"));

    /// <inheritdoc/>
    public override string ToString() => ClientId;
}
