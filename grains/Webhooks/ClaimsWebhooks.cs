using System.Text.Json;
using Eudiplo.Grains.Http;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Jose;
using Microsoft.Extensions.Logging;

namespace Eudiplo.Grains.Webhooks;

/// <summary>
/// Asks claims webhooks. A question is asked again when it fails with 5xx, 408, 429 or on the way, a few times with growing pauses, and
/// never after a 2xx. The session's turn waits meanwhile, so everything ends within <see cref="TimeLimit"/>.
/// </summary>
public sealed class ClaimsWebhooks(IGuardedHttp http, TimeProvider clock, ILogger<ClaimsWebhooks> log)
{
    /// <summary>The longest time for all tries of one question. A call of a grain may take 30 seconds; the rest of it has its share too.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(15);

    /// <summary>The longest answer, in bytes.</summary>
    public const int MaxAnswerBytes = 16_384;

    /// <summary>The deepest nesting of an answer.</summary>
    public const int MaxAnswerDepth = 16;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    /// <summary>Asks a webhook.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="webhook">The webhook.</param>
    /// <param name="call">What it is told.</param>
    /// <param name="cancellationToken">Ends the asking early.</param>
    public async Task<WebhookOutcome> AskAsync(TenantContext tenant, ClaimsWebhook webhook, WebhookCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        ArgumentNullException.ThrowIfNull(webhook);
        ArgumentNullException.ThrowIfNull(call);
        using var time = new CancellationTokenSource(TimeLimit, clock);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        var request = Request(webhook, call);
        var pause = FirstPause;
        for (var tried = 1; ; tried++)
        {
            var reply = await http.SendAsync(request, tenant.Outbound, ends.Token);
            log.WebhookTried(tenant.TenantId, call.LogId, tried, webhook.Tries, reply.ToString());
            if (!MayAskAgain(reply) || tried == webhook.Tries || !await PauseAsync(pause, ends.Token))
            {
                return Judge(reply);
            }

            pause *= 2;
        }
    }

    private static OutboundRequest Request(ClaimsWebhook webhook, WebhookCall call)
    {
        var headers = new List<KeyValuePair<string, string>> { new(IdempotencyKeys.Header, call.IdempotencyKey) };
        if (webhook.Auth.Config is { } key)
        {
            headers.Add(new(key.HeaderName, key.Value));
        }

        return new OutboundRequest(webhook.Url)
        {
            Method = HttpMethod.Post,
            Accept = "application/json",
            Body = WebhookBody.Write(webhook, call),
            ContentType = "application/json",
            Headers = headers,
            MaxResponseBytes = MaxAnswerBytes,
            Timeout = TimeSpan.FromSeconds(webhook.TimeoutSeconds),
        };
    }

    private static bool MayAskAgain(OutboundReply reply) => reply.Failure switch
    {
        null => reply.Status is >= 500 or 408 or 429,
        // It answered, only too much: asked again, it would answer twice.
        OutboundFailure.TooLarge => false,
        OutboundFailure.UrlNotAllowed or OutboundFailure.AddressNotAllowed => false,
        _ => true,
    };

    private static WebhookOutcome Judge(OutboundReply reply)
    {
        if (!reply.IsResponse || !reply.IsSuccess)
        {
            return reply.Status is >= 400 and < 500 and not 408 and not 429
                ? new WebhookOutcome.Refused($"({reply})")
                : new WebhookOutcome.Unavailable($"({reply})");
        }

        if (reply.Body.IsEmpty)
        {
            return new WebhookOutcome.Accepted(null);
        }

        return StrictJson.TryParse(reply.Body.Span, out var json, MaxAnswerDepth) && json.ValueKind == JsonValueKind.Object
            ? new WebhookOutcome.Accepted(json.GetRawText())
            : new WebhookOutcome.Unavailable("(its answer is not a JSON object)");
    }

    private async Task<bool> PauseAsync(TimeSpan pause, CancellationToken ends)
    {
        try
        {
            using var timer = new PeriodicTimer(pause, clock);
            return await timer.WaitForNextTickAsync(ends);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
