using System.Collections.Concurrent;
using Eudiplo.Grains.Http;

namespace Eudiplo.Unit.Tests.Http;

/// <summary>Answers requests as a test says, without a network.</summary>
internal sealed class RoutedHttp : IGuardedHttp
{
    private readonly ConcurrentDictionary<string, Func<OutboundRequest, Task<OutboundReply>>> _routes = new();

    public ConcurrentQueue<OutboundRequest> Requests { get; } = new();

    public static OutboundReply Ok(string mediaType, string body) => OutboundReply.Response(200, mediaType, System.Text.Encoding.UTF8.GetBytes(body));

    public static OutboundReply Status(int status, string body = "") => OutboundReply.Response(status, null, System.Text.Encoding.UTF8.GetBytes(body));

    public void On(string url, Func<OutboundRequest, OutboundReply> answer) => _routes[url] = request => Task.FromResult(answer(request));

    public void On(string url, Func<OutboundRequest, Task<OutboundReply>> answer) => _routes[url] = answer;

    public async Task<OutboundReply> SendAsync(OutboundRequest request, OutboundPolicy policy, CancellationToken cancellationToken = default)
    {
        Requests.Enqueue(request);
        if (!_routes.TryGetValue(request.Url, out var answer))
        {
            return OutboundReply.Failed(OutboundFailure.NameNotResolved);
        }

        try
        {
            return await answer(request).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return OutboundReply.Failed(OutboundFailure.TimedOut);
        }
    }
}
