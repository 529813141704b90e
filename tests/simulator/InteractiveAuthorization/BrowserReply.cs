using System.Net;

namespace Eudiplo.WalletSimulator.InteractiveAuthorization;

/// <summary>What the browser got at the authorization endpoint.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Location">Where a redirect leads.</param>
/// <param name="Body">The body.</param>
public sealed record BrowserReply(HttpStatusCode Status, Uri? Location, string Body);
