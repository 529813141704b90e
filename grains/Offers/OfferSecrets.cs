using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Grains.Offers;

/// <summary>
/// The secrets of an offer. The pre-authorized code comes from the link's secret, so an offer by reference can be shown again to who has its
/// link, while only hashes of both are stored.
/// </summary>
internal static class OfferSecrets
{
    /// <summary>The length of a transaction code, in digits.</summary>
    public const int TransactionCodeLength = 6;

    /// <summary>A new link's secret, base64url.</summary>
    public static string NewLink() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Capability.SecretLength));

    /// <summary>The secret of the pre-authorized code of a link, base64url.</summary>
    public static string CodeOf(string linkSecret) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Base64Url.DecodeFromChars(linkSecret), "eudiplo.pre-authorized-code"u8));

    /// <summary>A new transaction code.</summary>
    public static string NewTransactionCode() =>
        RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>What is stored of a transaction code.</summary>
    public static byte[] Hash(byte[] key, string transactionCode) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(transactionCode));
}
