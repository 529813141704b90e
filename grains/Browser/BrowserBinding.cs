using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Eudiplo.Grains.Sessions;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Grains.Browser;

/// <summary>
/// Recognises a browser by its cookie. A browser has one cookie for all its sessions; what is derived from it differs for each session and
/// step, so that stored hashes tell nobody which sessions were one browser's.
/// </summary>
internal static class BrowserBinding
{
    private const string TicketPurpose = "return_ticket";

    /// <summary>What a cookie means to a step of a session: as secret as the cookie. Null when the cookie is none of ours.</summary>
    /// <param name="cookie">The cookie's secret, base64url.</param>
    /// <param name="session">The session.</param>
    /// <param name="step">The step.</param>
    /// <param name="label">What for.</param>
    public static byte[]? Digest(string? cookie, Guid session, int step, string label)
    {
        Span<byte> key = stackalloc byte[Capability.SecretLength];
        if (cookie is not { Length: 43 } || !Base64Url.TryDecodeFromChars(cookie, key, out var written) || written != key.Length)
        {
            return null;
        }

        Span<byte> data = stackalloc byte[64];
        session.TryWriteBytes(data, bigEndian: true, out var length);
        BinaryPrimitives.WriteInt32BigEndian(data[length..], step);
        length += sizeof(int);
        length += Encoding.ASCII.GetBytes(label, data[length..]);
        return HMACSHA256.HashData(key, data[..length]);
    }

    /// <summary>Binds a step to a browser; null when the cookie is none of ours.</summary>
    public static (BrowserVisit Visit, AnswerSecrets Secrets)? Bind(string cookie, Guid session, int step)
    {
        if (Digest(cookie, session, step, "visit") is not { } digest)
        {
            return null;
        }

        var secrets = AnswerSecrets.New(digest);
        return (new BrowserVisit { StepIndex = step, Binding = secrets.RequestHash, Salt = secrets.Salt }, secrets);
    }

    /// <summary>The secrets of a visit; null when this is not its browser.</summary>
    public static AnswerSecrets? Recognise(BrowserVisit visit, string? cookie, Guid session) =>
        Digest(cookie, session, visit.StepIndex, "visit") is { } digest ? AnswerSecrets.Again(digest, visit.Binding, visit.Salt) : null;

    /// <summary>The ticket of the return from a step, the whole value.</summary>
    public static string Ticket(Guid session, int step, AnswerSecrets secrets) => Capability.Encode(session, Derive(secrets, TicketPurpose, step));

    /// <summary>Whether a ticket is the one of a step.</summary>
    public static bool IsTicket(string secret, int step, AnswerSecrets secrets) =>
        CapabilitySecret.Matches(secret, CapabilitySecret.Hash(Derive(secrets, TicketPurpose, step)));

    /// <summary>The secret of a step for a purpose, base64url.</summary>
    public static string Derive(AnswerSecrets secrets, string purpose, int step) =>
        secrets.Derive(string.Create(CultureInfo.InvariantCulture, $"{purpose}.{step}"));
}
