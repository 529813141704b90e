namespace Eudiplo.Grains.Clients;

/// <summary>A signed proof that a client showed, and that works once.</summary>
/// <param name="Identifier">Names it: whose it is and its <c>jti</c>.</param>
/// <param name="ExpiresAt">When it could no longer be used.</param>
/// <param name="Refusal">What is told to who shows it a second time.</param>
internal sealed record UsedProof(string Identifier, DateTimeOffset ExpiresAt, Abstractions.ProtocolError Refusal);
