using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Options;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Eudiplo.Storage.Rows;

/// <summary>
/// A state's way to its payload and back. Plain text: one byte of format (1), the row's version (8 bytes), the key's length (2 bytes) and
/// the key, then the state as JSON. All of it is encrypted by Data Protection for tenant and kind. So a payload opens only in the row,
/// at the version and for the tenant and kind that it was written for.
/// </summary>
internal sealed class StateCodec(IDataProtectionProvider provider, StateJson json, IOptions<StorageOptions> options)
{
    private const byte Format = 1;
    private const int FixedHeader = 1 + sizeof(long) + sizeof(ushort);

    /// <summary>Protectors that are kept: one for each tenant and kind in use. More than so many, and all are made anew.</summary>
    private const int MaxProtectors = 4096;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_buffer;

    private readonly ConcurrentDictionary<(string Tenant, string Kind), IDataProtector> _protectors = new();

    public byte[] Encode<T>(T state, string tenantId, string kind, string key, long version)
    {
        var buffer = s_buffer ??= new ArrayBufferWriter<byte>(4096);
        try
        {
            WriteHeader(buffer, key, version);
            var header = buffer.WrittenCount;
            using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
            {
                JsonSerializer.Serialize(writer, state, json.TypeInfo<T>());
            }

            if (buffer.WrittenCount - header > options.Value.MaxStateBytes)
            {
                throw new StorageException(
                    $"A state of kind {kind} has {buffer.WrittenCount - header} bytes: Eudiplo:Storage:MaxStateBytes allows {options.Value.MaxStateBytes}.");
            }

            var plain = buffer.WrittenSpan.ToArray();
            try
            {
                return Protector(tenantId, kind).Protect(plain);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(plain);
            }
        }
        finally
        {
            // Clearing also erases the personal data in it.
            buffer.Clear();
            if (buffer.Capacity > 256 * 1024)
            {
                s_buffer = null;
            }
        }
    }

    /// <exception cref="StorageCorruptException">The payload is not the one that was written to this row at this version.</exception>
    public T Decode<T>(StoredRow row, string kind, string key)
    {
        byte[] plain;
        try
        {
            plain = Protector(row.TenantId, kind).Unprotect(row.Payload);
        }
        catch (CryptographicException exception)
        {
            throw Corrupt(kind, key, "it was altered or cut, or its key is not in the key ring", exception);
        }

        try
        {
            var text = ReadHeader(plain, kind, key, row.Version);
            return JsonSerializer.Deserialize(text, json.TypeInfo<T>()) ?? throw Corrupt(kind, key, "it holds no state", null);
        }
        catch (JsonException)
        {
            // Not the cause itself: its message can quote the state.
            throw Corrupt(kind, key, $"it is no {typeof(T).Name} that this version can read", null);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private static void WriteHeader(ArrayBufferWriter<byte> buffer, string key, long version)
    {
        var keyBytes = Encoding.UTF8.GetByteCount(key);
        var span = buffer.GetSpan(FixedHeader + keyBytes);
        span[0] = Format;
        BinaryPrimitives.WriteInt64BigEndian(span[1..], version);
        BinaryPrimitives.WriteUInt16BigEndian(span[(1 + sizeof(long))..], checked((ushort)keyBytes));
        Encoding.UTF8.GetBytes(key, span[FixedHeader..]);
        buffer.Advance(FixedHeader + keyBytes);
    }

    private static ReadOnlySpan<byte> ReadHeader(ReadOnlySpan<byte> plain, string kind, string key, long version)
    {
        if (plain.Length < FixedHeader)
        {
            throw Corrupt(kind, key, "it is too short", null);
        }

        if (plain[0] != Format)
        {
            throw Corrupt(kind, key, $"its format {plain[0]} is not known to this version", null);
        }

        var keyBytes = BinaryPrimitives.ReadUInt16BigEndian(plain[(1 + sizeof(long))..]);
        if (plain.Length < FixedHeader + keyBytes
            || !plain.Slice(FixedHeader, keyBytes).SequenceEqual(Encoding.UTF8.GetBytes(key)))
        {
            throw Corrupt(kind, key, "it belongs to another row", null);
        }

        if (BinaryPrimitives.ReadInt64BigEndian(plain[1..]) != version)
        {
            throw Corrupt(kind, key, "it belongs to another version of its row", null);
        }

        return plain[(FixedHeader + keyBytes)..];
    }

    private static StorageCorruptException Corrupt(string kind, string key, string why, Exception? cause) =>
        new($"The stored state {RowKey.Fingerprint(kind, key)} cannot be trusted: {why}.", cause);

    private IDataProtector Protector(string tenantId, string kind)
    {
        if (_protectors.TryGetValue((tenantId, kind), out var known))
        {
            return known;
        }

        if (_protectors.Count >= MaxProtectors)
        {
            _protectors.Clear();
        }

        return _protectors.GetOrAdd((tenantId, kind), row => provider.CreateProtector("Eudiplo.State", row.Tenant, row.Kind));
    }
}
