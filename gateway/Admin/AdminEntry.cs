using Eudiplo.Grains.Abstractions;

namespace Eudiplo.Gateway.Admin;

/// <summary>Whether somebody is let in to the admin API.</summary>
/// <param name="Operator">Who it is; null when nobody is let in.</param>
/// <param name="Error">Why not; null beside no operator when the request has no token at all.</param>
/// <param name="IsDpop">Whether the refusal is one of the scheme <c>DPoP</c>.</param>
internal sealed record AdminEntry(Operator? Operator, ProtocolError? Error = null, bool IsDpop = false);
