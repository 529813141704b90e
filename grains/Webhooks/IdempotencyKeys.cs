using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Eudiplo.Grains.Webhooks;

/// <summary>
/// The keys by which a webhook knows a question again. A webhook may have answered 2xx and the answer be lost, because this process died
/// before it was stored, or because two processes worked on the same request; the question is then asked again, under the same key.
/// </summary>
public static class IdempotencyKeys
{
    /// <summary>The header (draft-ietf-httpapi-idempotency-key-header).</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>
    /// The key of a step: the same for every presentation of the step until the webhook refuses one. After a refusal the next
    /// presentation is another question: with the same key, a webhook that remembers its answers could never say yes.
    /// </summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="stepIndex">The step.</param>
    /// <param name="refusals">How often the webhook refused in this step.</param>
    public static string Of(string tenantId, Guid sessionId, int stepIndex, int refusals) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenantId}/{sessionId:N}/{stepIndex}/{refusals}")));
}
