using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Eudiplo.Grains.Http;

/// <summary>Sends requests under the limits of <see cref="GuardedHttpOptions"/>. For all threads.</summary>
public sealed class GuardedHttp(IHostResolver resolver, IOptions<GuardedHttpOptions> options, TimeProvider clock) : IGuardedHttp
{
    // Connections go with the policy: once a tenant's configuration has changed, nobody holds the old policy, nor its connections.
    private readonly ConditionalWeakTable<OutboundPolicy, GuardedConnections> _connections = [];

    /// <inheritdoc/>
    public async Task<OutboundReply> SendAsync(OutboundRequest request, OutboundPolicy policy, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(policy);
        var limits = options.Value;
        var connections = _connections.GetValue(policy, one => new GuardedConnections(one, resolver, limits));
        using var time = new CancellationTokenSource(Shorter(request.Timeout, limits.RequestTimeout), clock);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        var hasTurn = false;
        try
        {
            await connections.Turns.WaitAsync(ends.Token);
            hasTurn = true;
            return await FollowAsync(request, policy, connections, limits, ends.Token);
        }
        catch (OperationCanceledException)
        {
            return OutboundReply.Failed(OutboundFailure.TimedOut);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OutboundRefusedException)
        {
            return OutboundReply.Failed(Reason(e));
        }
        finally
        {
            if (hasTurn)
            {
                connections.Turns.Release();
            }
        }
    }

    private static async Task<OutboundReply> FollowAsync(
        OutboundRequest request, OutboundPolicy policy, GuardedConnections connections, GuardedHttpOptions limits, CancellationToken ends)
    {
        if (!Uri.TryCreate(request.Url, UriKind.Absolute, out var url) || !policy.Allows(url))
        {
            return OutboundReply.Failed(OutboundFailure.UrlNotAllowed);
        }

        for (var followed = 0; ; followed++)
        {
            using var message = Message(request, url, isFirst: followed == 0);
            using var response = await connections.Invoker.SendAsync(message, ends);
            if (request.Method != HttpMethod.Get || !IsRedirect(response.StatusCode))
            {
                return await ReadAsync(response, Math.Min(request.MaxResponseBytes ?? int.MaxValue, limits.MaxResponseBytes), ends);
            }

            if (followed == limits.MaxRedirects || !Uri.TryCreate(url, response.Headers.Location, out var next))
            {
                return OutboundReply.Failed(OutboundFailure.TooManyRedirects);
            }

            if (!policy.Allows(next))
            {
                return OutboundReply.Failed(OutboundFailure.UrlNotAllowed);
            }

            url = next;
        }
    }

    private static HttpRequestMessage Message(OutboundRequest request, Uri url, bool isFirst)
    {
        var message = new HttpRequestMessage(request.Method, url) { VersionPolicy = HttpVersionPolicy.RequestVersionOrLower, Version = HttpVersion.Version20 };
        message.Headers.TryAddWithoutValidation("User-Agent", "Eudiplo");
        if (request.Accept is { } accept)
        {
            message.Headers.TryAddWithoutValidation("Accept", accept);
        }

        if (request.Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body);
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType ?? "application/octet-stream");
        }

        foreach (var (name, value) in isFirst ? request.Headers : [])
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    private static async Task<OutboundReply> ReadAsync(HttpResponseMessage response, int most, CancellationToken ends)
    {
        if (response.Content.Headers.ContentLength > most)
        {
            return OutboundReply.Failed(OutboundFailure.TooLarge);
        }

        await using var stream = await response.Content.ReadAsStreamAsync(ends);
        using var body = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            while (await stream.ReadAsync(buffer, ends) is var read and > 0)
            {
                if (body.Length + read > most)
                {
                    return OutboundReply.Failed(OutboundFailure.TooLarge);
                }

                body.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return OutboundReply.Response((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, body.ToArray());
    }

    private static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;

    private static TimeSpan Shorter(TimeSpan? own, TimeSpan most) => own is { } time && time < most ? time : most;

    private static OutboundFailure Reason(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is OutboundRefusedException refused)
            {
                return refused.Failure;
            }
        }

        return exception is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded }
            ? OutboundFailure.NotHttp
            : OutboundFailure.ConnectionFailed;
    }
}
