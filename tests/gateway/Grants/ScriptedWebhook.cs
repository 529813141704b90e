using System.Collections.Concurrent;
using System.Text;
using Eudiplo.Grains.Http;

namespace Eudiplo.Gateway.Tests.Grants;

/// <summary>A webhook of a tenant that answers 200 as a test says, or not at all.</summary>
internal sealed class ScriptedWebhook : IGuardedHttp
{
    /// <summary>The body of the answer; null: it does not answer in time.</summary>
    public string? Answer { get; set; }

    public ConcurrentQueue<string> Bodies { get; } = new();

    public Task<OutboundReply> SendAsync(OutboundRequest request, OutboundPolicy policy, CancellationToken cancellationToken = default)
    {
        Bodies.Enqueue(Encoding.UTF8.GetString(request.Body!.Value.Span));
        return Task.FromResult(Answer is null
            ? OutboundReply.Failed(OutboundFailure.TimedOut)
            : OutboundReply.Response(200, "application/json", Encoding.UTF8.GetBytes(Answer)));
    }
}
