using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Eudiplo.Storage.Encryption;

/// <summary>Encrypts the secrets of the key ring with the master key before they reach the database.</summary>
internal sealed class MasterKeyXmlEncryptor(MasterKeySource source) : IXmlEncryptor
{
    /// <summary>The element that holds an encrypted secret.</summary>
    public const string Element = "masterKeyEncrypted";

    /// <summary>Its attribute that says which master key encrypted it.</summary>
    public const string MasterKeyAttribute = "masterKey";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var secret = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var wrapped = source.Key.Wrap(secret);
        CryptographicOperations.ZeroMemory(secret);
        var element = new XElement(Element, new XAttribute(MasterKeyAttribute, source.Key.Id), Convert.ToBase64String(wrapped));
        return new EncryptedXmlInfo(element, typeof(MasterKeyXmlDecryptor));
    }
}
