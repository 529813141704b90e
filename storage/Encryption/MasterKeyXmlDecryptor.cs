using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace Eudiplo.Storage.Encryption;

/// <summary>Decrypts what <see cref="MasterKeyXmlEncryptor"/> made.</summary>
/// <remarks>Every stored key names this class: it must keep its name, its namespace and its assembly for ever.</remarks>
internal sealed class MasterKeyXmlDecryptor : IXmlDecryptor
{
    private readonly MasterKeySource _source;

    public MasterKeyXmlDecryptor(IServiceProvider services) => _source = services.GetRequiredService<MasterKeySource>();

    public XElement Decrypt(XElement encryptedElement)
    {
        var secret = _source.Unwrap(Convert.FromBase64String(encryptedElement.Value));
        try
        {
            return XElement.Parse(Encoding.UTF8.GetString(secret));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }
}
