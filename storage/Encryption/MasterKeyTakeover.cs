using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Eudiplo.Grains.Abstractions.Storage;
using Microsoft.Extensions.Logging;

namespace Eudiplo.Storage.Encryption;

/// <summary>Wraps by the configured master key what another one has wrapped: the secrets of the key ring, and the settings that are secrets.</summary>
/// <remarks>
/// Rows stay as they are: they are encrypted by the key ring, whose keys do not change. Runs within the transaction of the start, so that a
/// database is under one key or under the other and never half under each.
/// </remarks>
internal sealed partial class MasterKeyTakeover(MasterKeySource masterKey, ILogger<MasterKeyTakeover> logger)
{
    /// <summary>Wraps anew whatever is not under the configured key.</summary>
    public void Run(IKeyStore store, string idSetting, IEnumerable<string> secretSettings)
    {
        var changed = 0;
        foreach (var xml in store.ReadKeys())
        {
            var element = XElement.Parse(xml);
            var foreign = Secrets(element).Where(secret => !masterKey.Key.Opens(ValueOf(secret))).ToList();
            foreach (var secret in foreign)
            {
                secret.Value = Convert.ToBase64String(Rewrap(ValueOf(secret)));
                secret.SetAttributeValue(MasterKeyXmlEncryptor.MasterKeyAttribute, masterKey.Key.Id);
            }

            if (foreign.Count > 0)
            {
                store.ReplaceKey(xml, element.ToString(SaveOptions.DisableFormatting));
                changed++;
            }
        }

        foreach (var name in secretSettings)
        {
            if (store.ReadSetting(name) is { } value && !masterKey.Key.Opens(value))
            {
                store.ReplaceSetting(name, Rewrap(value));
                changed++;
            }
        }

        store.ReplaceSetting(idSetting, Encoding.UTF8.GetBytes(masterKey.Key.Id));
        LogTakenOver(masterKey.Key.Id, changed);
    }

    /// <summary>
    /// Refuses a key ring of which a part cannot be opened. Data Protection would pass over that part, and what it has encrypted would be lost
    /// when it is asked for, long after the start.
    /// </summary>
    public void CheckAll(IKeyStore store)
    {
        foreach (var secret in store.ReadKeys().SelectMany(xml => Secrets(XElement.Parse(xml))))
        {
            try
            {
                CryptographicOperations.ZeroMemory(masterKey.Unwrap(ValueOf(secret)));
            }
            catch (CryptographicException exception)
            {
                throw new StorageException(
                    $"A key of the key ring is under the master key {secret.Attribute(MasterKeyXmlEncryptor.MasterKeyAttribute)?.Value}, which is not "
                    + $"{masterKey.Key.Id}: a process made it while it still had that one. Start once with it as Eudiplo:Storage:PreviousMasterKey.",
                    exception);
            }
        }
    }

    private static IEnumerable<XElement> Secrets(XElement key) => key.DescendantsAndSelf(MasterKeyXmlEncryptor.Element);

    private static byte[] ValueOf(XElement secret) => Convert.FromBase64String(secret.Value);

    private byte[] Rewrap(ReadOnlySpan<byte> wrapped)
    {
        var secret = masterKey.Unwrap(wrapped);
        var anew = masterKey.Key.Wrap(secret);
        CryptographicOperations.ZeroMemory(secret);
        return anew;
    }

    [LoggerMessage(1, LogLevel.Information, "The master key of this database is {Id}: {Changed} secrets were wrapped by it anew. Remove PreviousMasterKey from the settings once every process has started with it")]
    private partial void LogTakenOver(string id, int changed);
}
