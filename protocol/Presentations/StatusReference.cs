namespace Eudiplo.Protocol.Presentations;

/// <summary>Where a credential's status is told: <c>status.status_list</c> of a Token Status List.</summary>
/// <param name="Uri">The URI of the status list token; an outsider's text, to be fetched by guarded means only.</param>
/// <param name="Index">The credential's place in the list, from 0.</param>
public sealed record StatusReference(string Uri, long Index);
