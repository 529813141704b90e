using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Eudiplo.Storage.Encryption;

/// <summary>Data Protection's key ring in the table <c>data_protection_keys</c>.</summary>
internal sealed class DatabaseXmlRepository(IStateDatabase database) : IXmlRepository
{
    private IKeyStore? _locked;

    /// <summary>Works through the store that holds the lock of initialization, until that ends.</summary>
    public void During(IKeyStore locked, Action action)
    {
        Volatile.Write(ref _locked, locked);
        try
        {
            action();
        }
        finally
        {
            Volatile.Write(ref _locked, null);
        }
    }

    public IReadOnlyCollection<XElement> GetAllElements() => [.. Store.ReadKeys().Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName) =>
        Store.AddKey(friendlyName, element.ToString(SaveOptions.DisableFormatting));

    private IKeyStore Store => Volatile.Read(ref _locked) ?? database.Keys;
}
