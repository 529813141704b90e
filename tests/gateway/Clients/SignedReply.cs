using System.Net;
using System.Text.Json.Nodes;

namespace Eudiplo.Gateway.Tests.Clients;

/// <summary>What a client that signs is told.</summary>
internal sealed record SignedReply(HttpStatusCode Status, JsonObject Json, string? Challenge)
{
    public string? Error => Member("error");

    public string? AuthSession => Member("auth_session");

    public string? Code => Member("code");

    public string? Member(string name) => Json[name]?.GetValue<string>();
}
