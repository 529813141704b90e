using System.Security.Cryptography;

namespace Eudiplo.Storage.Encryption;

/// <summary>The key that wraps the key ring and is never in the database.</summary>
internal abstract class MasterKey : IDisposable
{
    /// <summary>A public name of the key, by which a wrong one is told.</summary>
    public abstract string Id { get; }

    /// <summary>Encrypts a small secret.</summary>
    public abstract byte[] Wrap(ReadOnlySpan<byte> secret);

    /// <summary>Decrypts what <see cref="Wrap"/> made.</summary>
    /// <exception cref="CryptographicException">Made with another key, or altered.</exception>
    public abstract byte[] Unwrap(ReadOnlySpan<byte> wrapped);

    /// <summary>Whether this key has wrapped a value.</summary>
    public bool Opens(ReadOnlySpan<byte> wrapped)
    {
        try
        {
            CryptographicOperations.ZeroMemory(Unwrap(wrapped));
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
