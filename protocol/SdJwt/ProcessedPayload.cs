using System.Text.Json;

namespace Eudiplo.Protocol.SdJwt;

/// <summary>
/// The Processed SD-JWT Payload (RFC 9901 section 7.1): every disclosed claim in its place, no digest left.
/// </summary>
/// <param name="Claims">The payload, a JSON object.</param>
/// <param name="Disclosures">The disclosures that went into it, in the order sent.</param>
public sealed record ProcessedPayload(JsonElement Claims, IReadOnlyList<Disclosure> Disclosures);
