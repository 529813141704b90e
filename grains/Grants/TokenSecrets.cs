using Eudiplo.Grains.Sessions;

namespace Eudiplo.Grains.Grants;

/// <summary>The secrets of one answer with tokens, each 32 bytes in base64url. They are handed out and forgotten.</summary>
/// <param name="Access">That of the access token.</param>
/// <param name="Refresh">That of the refresh token; null when there is none.</param>
/// <param name="Id">That of the ID token's <c>jti</c>.</param>
internal readonly record struct TokenSecrets(string Access, string? Refresh, string Id)
{
    /// <summary>The secrets of an answer.</summary>
    /// <param name="answer">What they come from.</param>
    /// <param name="family">The grant's refresh tokens; null where it has none.</param>
    public static TokenSecrets Of(AnswerSecrets answer, RefreshFamily? family) =>
        new(answer.Derive("access_token"), family is null ? null : RefreshRules.Secret(family, answer), answer.Derive("id_token"));

    /// <summary>Always the same text.</summary>
    public override string ToString() => "[secrets]";
}
