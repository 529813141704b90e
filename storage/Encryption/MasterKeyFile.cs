using System.Security.Cryptography;
using System.Text;
using Eudiplo.Grains.Abstractions.Storage;

namespace Eudiplo.Storage.Encryption;

/// <summary>The file that holds a master key: 32 bytes in base64, readable by its owner alone.</summary>
internal static class MasterKeyFile
{
    private const int MaxFileBytes = 4096;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads a key file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="option">The option that names it, for the message.</param>
    /// <exception cref="StorageException">It cannot be read, or is not 32 bytes in base64.</exception>
    public static MasterKey Read(string path, string option = "MasterKeyFile")
    {
        byte[] text;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            text = new byte[(int)Math.Min(file.Length, MaxFileBytes)];
            file.ReadExactly(text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"The master key file {path} cannot be read ({exception.GetType().Name}): without it nothing that is stored can be decrypted. "
                + $"Put the file back, make it readable for this process, or set Eudiplo:Storage:{option} to where it is.",
                exception);
        }

        Span<byte> secret = stackalloc byte[AesGcmBox.KeyBytes];
        try
        {
            var content = Encoding.ASCII.GetString(text).Trim();
            if (!Convert.TryFromBase64String(content, secret, out var length) || length != AesGcmBox.KeyBytes)
            {
                throw new StorageException(
                    $"The master key file {path} is not a key: it must hold 32 bytes in base64, as 'head -c 32 /dev/urandom | base64' makes "
                    + "them. Put the right file back; do not make a new one for a database that is in use.");
            }

            return new FileMasterKey(secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <summary>Makes a key file that is whole on disk before its name appears; a file that is there already is left and used.</summary>
    public static MasterKey Create(string path)
    {
        var secret = RandomNumberGenerator.GetBytes(AesGcmBox.KeyBytes);
        var draft = $"{path}.{Guid.NewGuid():N}.new";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using (var file = new FileStream(draft, options))
            {
                file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(secret) + "\n"));
                file.Flush(flushToDisk: true);
            }

            try
            {
                File.Move(draft, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another process made it first: its key is the key.
                File.Delete(draft);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"The master key file {path} cannot be made ({exception.GetType().Name}): make its directory writable for this process, or set "
                + "Eudiplo:Storage:MasterKeyFile.",
                exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }

        return Read(path);
    }

    /// <summary>Whether others than the owner and its group can read the file.</summary>
    public static bool IsOpenToOthers(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0;
}
