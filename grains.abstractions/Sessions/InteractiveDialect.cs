namespace Eudiplo.Grains.Abstractions.Sessions;

/// <summary>The wire forms of the Interactive Authorization Endpoint. A session speaks the one that its first request spoke.</summary>
[GenerateSerializer, Alias("eudiplo.InteractiveDialect")]
public enum InteractiveDialect
{
    /// <summary>Bare interaction types (<c>openid4vp_presentation</c>, <c>redirect_to_web</c>), <c>iae_post</c>.</summary>
    Bare = 0,
}
