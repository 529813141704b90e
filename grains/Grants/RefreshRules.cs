using System.Security.Cryptography;
using System.Text;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Sessions;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Grains.Grants;

/// <summary>The rules of refresh tokens: RFC 6749 section 6, RFC 9700 section 4.14.</summary>
internal static class RefreshRules
{
    /// <summary>Tells what a presented token means.</summary>
    /// <param name="family">The grant's refresh tokens.</param>
    /// <param name="command">The request.</param>
    /// <param name="digest">The digest of the request.</param>
    /// <param name="grace">How long the last exchange can be asked for again.</param>
    /// <param name="now">The time.</param>
    /// <param name="again">The secrets of the last answer, for <see cref="RefreshOutcome.Again"/>.</param>
    public static RefreshOutcome Judge(
        RefreshFamily family, RefreshGrant command, byte[] digest, TimeSpan grace, DateTimeOffset now, out AnswerSecrets? again)
    {
        again = null;
        var secret = command.TokenSecret.Value;
        if (CapabilitySecret.Matches(secret, family.Current))
        {
            return now < family.ExpiresAt ? RefreshOutcome.Exchange : RefreshOutcome.Unknown;
        }

        // Another process's clock may be a little behind the one that made the exchange; one that jumped back must not stretch the grace.
        if (family.HasExchange
            && (AnswerSecrets.IsOf(command.Attempt, family.Attempt) || (now - family.IssuedAt).Duration() < grace)
            && CapabilitySecret.Matches(secret, family.Previous))
        {
            again = AnswerSecrets.Again(digest, family.Request, family.Salt);
            return again is null ? RefreshOutcome.Changed : RefreshOutcome.Again;
        }

        return RefreshSecret.IsOfFamily(family.Key, secret) ? RefreshOutcome.Reused : RefreshOutcome.Unknown;
    }

    /// <summary>The first refresh token of a grant.</summary>
    public static RefreshFamily Begin(AnswerSecrets secrets, TokenSettings settings, DateTimeOffset now)
    {
        var key = RandomNumberGenerator.GetBytes(32);
        return new RefreshFamily
        {
            Key = key,
            Current = CapabilitySecret.Hash(Secret(key, secrets))!,
            IssuedAt = now,
            ExpiresAt = Expiry(settings, now, now),
        };
    }

    /// <summary>The refresh tokens after an exchange.</summary>
    public static RefreshFamily Exchange(
        RefreshFamily family, RefreshGrant command, AnswerSecrets secrets, TokenSettings settings, DateTimeOffset grantedAt, DateTimeOffset now) => family with
    {
        Current = CapabilitySecret.Hash(Secret(family, secrets))!,
        Previous = family.Current,
        Generation = family.Generation + 1,
        IssuedAt = now,
        ExpiresAt = Expiry(settings, grantedAt, now),
        Request = secrets.RequestHash,
        Salt = secrets.Salt,
        Scope = command.Scope,
        Attempt = command.Attempt is { } attempt ? AnswerSecrets.HashOf(attempt) : null,
    };

    /// <summary>The refresh token's secret in an answer.</summary>
    public static string Secret(RefreshFamily family, AnswerSecrets secrets) => Secret(family.Key, secrets);

    /// <summary>
    /// The digest of a request: what the secrets of its answer come from. It is as secret as the presented token, and covers what else the
    /// answer depends on.
    /// </summary>
    public static byte[] Digest(RefreshGrant command, string clientId) => HMACSHA256.HashData(
        Encoding.UTF8.GetBytes(command.TokenSecret.Value),
        Encoding.UTF8.GetBytes($"eudiplo.refresh\n{clientId}\n{command.Scope}\n{command.DpopThumbprint}"));

    private static string Secret(byte[] key, AnswerSecrets secrets) => RefreshSecret.Make(key, secrets.Derive("refresh_token"));

    private static DateTimeOffset Expiry(TokenSettings settings, DateTimeOffset grantedAt, DateTimeOffset now)
    {
        var (own, last) = (now.AddSeconds(settings.RefreshTokenLifetimeSeconds), grantedAt.AddSeconds(settings.GrantLifetimeSeconds));
        return own < last ? own : last;
    }
}
