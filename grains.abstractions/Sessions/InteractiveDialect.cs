namespace Eudiplo.Grains.Abstractions.Sessions;

/// <summary>The wire forms of the Interactive Authorization Endpoint. A session speaks the one that its first request spoke.</summary>
[GenerateSerializer, Alias("eudiplo.InteractiveDialect")]
public enum InteractiveDialect
{
    /// <summary>Bare interaction types (<c>openid4vp_presentation</c>, <c>redirect_to_web</c>), <c>iae_post</c>.</summary>
    Bare = 0,

    /// <summary>URN interaction types (<c>urn:openid:dcp:iae:…</c>), <c>iae_post</c>; the rest as <see cref="Bare"/>.</summary>
    Urn = 1,

    /// <summary>OAuth 2.0 for First-Party Applications: <c>urn:openid:dcp:ia:…</c>, <c>ia_post</c>, the authorization challenge endpoint.</summary>
    FirstParty = 2,
}
