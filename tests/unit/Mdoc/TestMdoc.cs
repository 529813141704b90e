using System.Formats.Cbor;
using System.Security.Cryptography;

namespace Eudiplo.Unit.Tests.Mdoc;

/// <summary>
/// A small mdoc issuer and holder: writes a DeviceResponse of one document with the framework's CBOR writer and none of the code
/// under test. Every property is a thing that a test can get wrong on purpose.
/// </summary>
public sealed class TestMdoc(TestIssuer issuer, ECDsa deviceKey)
{
    public const string Namespace = "org.iso.18013.5.1";

    public string Version { get; set; } = "1.0";

    public ulong Status { get; set; }

    public int Documents { get; set; } = 1;

    public string DocType { get; set; } = "org.iso.18013.5.1.mDL";

    public string? SignedDocType { get; set; }

    public List<(string Name, ulong DigestId, Action<CborWriter> Value)> Elements { get; } =
    [
        ("family_name", 0, writer => writer.WriteTextString("Doe")),
        ("age_over_18", 1, writer => writer.WriteBoolean(true)),
        ("birth_date", 2, writer => FullDate(writer, "1990-01-02")),
        ("portrait", 3, writer => writer.WriteByteString([0xff, 0xd8, 0xff])),
    ];

    public string DigestAlgorithm { get; set; } = "SHA-256";

    public Func<byte[], byte[]> AfterDigest { get; set; } = item => item;

    public ulong? LeaveOutDigest { get; set; }

    /// <summary>Changes the MobileSecurityObject before the issuer signs it.</summary>
    public Func<byte[], byte[]> BeforeIssuerSignature { get; set; } = mso => mso;

    /// <summary>Changes a data element before its digest is taken.</summary>
    public Func<byte[], byte[]> BeforeDigest { get; set; } = item => item;

    public int RandomLength { get; set; } = 32;

    public string Signed { get; set; } = "2026-08-01T00:00:00Z";

    public string ValidFrom { get; set; } = "2026-08-01T00:00:00Z";

    public string ValidUntil { get; set; } = "2027-01-01T00:00:00Z";

    public Action<CborWriter>? MsoStatus { get; set; }

    public Action<CborWriter>? DeviceKeyInfo { get; set; }

    public int IssuerAlgorithm { get; set; } = -7;

    public bool ChainLeftOut { get; set; }

    public IReadOnlyList<byte[]>? Chain { get; set; }

    public bool AlgInUnprotected { get; set; }

    public Func<byte[], byte[]> AfterIssuerSignature { get; set; } = signature => signature;

    public Func<byte[], byte[]> AfterDeviceSignature { get; set; } = signature => signature;

    public int DeviceAlgorithm { get; set; } = -7;

    public bool DevicePayloadAttached { get; set; }

    public Action<CborWriter>? DeviceAuth { get; set; }

    public byte[] DeviceNameSpaces { get; set; } = [0xa0];

    public byte[]? SignedDeviceNameSpaces { get; set; }

    public ECDsa? SigningDeviceKey { get; set; }

    public static void FullDate(CborWriter writer, string date)
    {
        writer.WriteTag((CborTag)1004);
        writer.WriteTextString(date);
    }

    public byte[] Create(byte[] sessionTranscript) => Encode(writer =>
    {
        writer.WriteStartMap(3);
        writer.WriteTextString("version");
        writer.WriteTextString(Version);
        writer.WriteTextString("documents");
        writer.WriteStartArray(Documents);
        for (int i = 0; i < Documents; i++)
        {
            WriteDocument(writer, sessionTranscript);
        }

        writer.WriteEndArray();
        writer.WriteTextString("status");
        writer.WriteUInt64(Status);
        writer.WriteEndMap();
    });

    public static byte[] Encode(Action<CborWriter> write)
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        write(writer);
        return writer.Encode();
    }

    public static byte[] Embedded(byte[] content) => Encode(writer =>
    {
        writer.WriteTag((CborTag)24);
        writer.WriteByteString(content);
    });

    public static void WriteKey(CborWriter writer, ECDsa key)
    {
        ECPoint point = key.ExportParameters(false).Q;
        writer.WriteStartMap(4);
        writer.WriteInt32(1);
        writer.WriteInt32(2);
        writer.WriteInt32(-1);
        writer.WriteInt32(key.KeySize switch { 256 => 1, 384 => 2, _ => 3 });
        writer.WriteInt32(-2);
        writer.WriteByteString(point.X!);
        writer.WriteInt32(-3);
        writer.WriteByteString(point.Y!);
        writer.WriteEndMap();
    }

    public static byte[] DeviceAuthentication(byte[] sessionTranscript, string docType, byte[] nameSpaces) => Embedded(Encode(writer =>
    {
        writer.WriteStartArray(4);
        writer.WriteTextString("DeviceAuthentication");
        writer.WriteEncodedValue(sessionTranscript);
        writer.WriteTextString(docType);
        writer.WriteEncodedValue(Embedded(nameSpaces));
        writer.WriteEndArray();
    }));

    private void WriteDocument(CborWriter writer, byte[] sessionTranscript)
    {
        byte[][] items = [.. Elements.Select(element => Embedded(BeforeDigest(Encode(item =>
        {
            item.WriteStartMap(4);
            item.WriteTextString("digestID");
            item.WriteUInt64(element.DigestId);
            item.WriteTextString("random");
            item.WriteByteString(RandomNumberGenerator.GetBytes(RandomLength));
            item.WriteTextString("elementIdentifier");
            item.WriteTextString(element.Name);
            item.WriteTextString("elementValue");
            element.Value(item);
            item.WriteEndMap();
        }))))];

        writer.WriteStartMap(3);
        writer.WriteTextString("docType");
        writer.WriteTextString(DocType);
        writer.WriteTextString("issuerSigned");
        writer.WriteStartMap(2);
        writer.WriteTextString("nameSpaces");
        writer.WriteStartMap(1);
        writer.WriteTextString(Namespace);
        writer.WriteStartArray(items.Length);
        foreach (byte[] item in items)
        {
            writer.WriteEncodedValue(AfterDigest((byte[])item.Clone()));
        }

        writer.WriteEndArray();
        writer.WriteEndMap();
        writer.WriteTextString("issuerAuth");
        WriteIssuerAuth(writer, Embedded(BeforeIssuerSignature(Mso(items))));
        writer.WriteEndMap();
        writer.WriteTextString("deviceSigned");
        writer.WriteStartMap(2);
        writer.WriteTextString("nameSpaces");
        writer.WriteEncodedValue(Embedded(DeviceNameSpaces));
        writer.WriteTextString("deviceAuth");
        WriteDeviceAuth(writer, sessionTranscript);
        writer.WriteEndMap();
        writer.WriteEndMap();
    }

    private byte[] Mso(byte[][] items) => Encode(writer =>
    {
        writer.WriteStartMap(null);
        writer.WriteTextString("version");
        writer.WriteTextString("1.0");
        writer.WriteTextString("digestAlgorithm");
        writer.WriteTextString(DigestAlgorithm);
        writer.WriteTextString("valueDigests");
        writer.WriteStartMap(1);
        writer.WriteTextString(Namespace);
        writer.WriteStartMap(null);
        for (int i = 0; i < items.Length; i++)
        {
            if (Elements.Take(i).All(earlier => earlier.DigestId != Elements[i].DigestId) && Elements[i].DigestId != LeaveOutDigest)
            {
                writer.WriteUInt64(Elements[i].DigestId);
                writer.WriteByteString(Digest(items[i]));
            }
        }

        writer.WriteEndMap();
        writer.WriteEndMap();
        writer.WriteTextString("deviceKeyInfo");
        if (DeviceKeyInfo is not null)
        {
            DeviceKeyInfo(writer);
        }
        else
        {
            writer.WriteStartMap(1);
            writer.WriteTextString("deviceKey");
            WriteKey(writer, deviceKey);
            writer.WriteEndMap();
        }

        writer.WriteTextString("docType");
        writer.WriteTextString(SignedDocType ?? DocType);
        writer.WriteTextString("validityInfo");
        writer.WriteStartMap(3);
        foreach ((string name, string time) in new[] { ("signed", Signed), ("validFrom", ValidFrom), ("validUntil", ValidUntil) })
        {
            writer.WriteTextString(name);
            writer.WriteTag(CborTag.DateTimeString);
            writer.WriteTextString(time);
        }

        writer.WriteEndMap();
        if (MsoStatus is not null)
        {
            writer.WriteTextString("status");
            MsoStatus(writer);
        }

        writer.WriteEndMap();
    });

    private byte[] Digest(byte[] item) => DigestAlgorithm switch
    {
        "SHA-384" => SHA384.HashData(item),
        "SHA-512" => SHA512.HashData(item),
        _ => SHA256.HashData(item),
    };

    private void WriteIssuerAuth(CborWriter writer, byte[] payload)
    {
        byte[] header = ProtectedHeader(AlgInUnprotected ? null : IssuerAlgorithm);
        writer.WriteStartArray(4);
        writer.WriteByteString(header);
        IReadOnlyList<byte[]> chain = Chain ?? [issuer.Certificate];
        writer.WriteStartMap((ChainLeftOut ? 0 : 1) + (AlgInUnprotected ? 1 : 0));
        if (AlgInUnprotected)
        {
            writer.WriteInt32(1);
            writer.WriteInt32(IssuerAlgorithm);
        }

        if (!ChainLeftOut)
        {
            writer.WriteInt32(33);
            if (chain.Count == 1)
            {
                writer.WriteByteString(chain[0]);
            }
            else
            {
                writer.WriteStartArray(chain.Count);
                foreach (byte[] certificate in chain)
                {
                    writer.WriteByteString(certificate);
                }

                writer.WriteEndArray();
            }
        }

        writer.WriteEndMap();
        writer.WriteByteString(payload);
        writer.WriteByteString(AfterIssuerSignature(Sign(issuer.Key, header, payload)));
        writer.WriteEndArray();
    }

    private void WriteDeviceAuth(CborWriter writer, byte[] sessionTranscript)
    {
        if (DeviceAuth is not null)
        {
            DeviceAuth(writer);
            return;
        }

        byte[] payload = DeviceAuthentication(sessionTranscript, DocType, SignedDeviceNameSpaces ?? DeviceNameSpaces);
        byte[] header = ProtectedHeader(DeviceAlgorithm);
        writer.WriteStartMap(1);
        writer.WriteTextString("deviceSignature");
        writer.WriteStartArray(4);
        writer.WriteByteString(header);
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        if (DevicePayloadAttached)
        {
            writer.WriteByteString(payload);
        }
        else
        {
            writer.WriteNull();
        }

        writer.WriteByteString(AfterDeviceSignature(Sign(SigningDeviceKey ?? deviceKey, header, payload)));
        writer.WriteEndArray();
        writer.WriteEndMap();
    }

    private static byte[] ProtectedHeader(int? algorithm) => algorithm is not { } number ? [] : Encode(header =>
    {
        header.WriteStartMap(1);
        header.WriteInt32(1);
        header.WriteInt32(number);
        header.WriteEndMap();
    });

    public static byte[] Sign(ECDsa key, byte[] header, byte[] payload)
    {
        byte[] structure = Encode(writer =>
        {
            writer.WriteStartArray(4);
            writer.WriteTextString("Signature1");
            writer.WriteByteString(header);
            writer.WriteByteString([]);
            writer.WriteByteString(payload);
            writer.WriteEndArray();
        });
        HashAlgorithmName hash = key.KeySize switch
        {
            256 => HashAlgorithmName.SHA256,
            384 => HashAlgorithmName.SHA384,
            _ => HashAlgorithmName.SHA512,
        };
        return key.SignData(structure, hash);
    }
}
