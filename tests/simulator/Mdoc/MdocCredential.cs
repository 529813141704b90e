using System.Formats.Cbor;
using Eudiplo.WalletSimulator.Keys;

namespace Eudiplo.WalletSimulator.Mdoc;

/// <summary>An mdoc in the hands of its holder.</summary>
public sealed class MdocCredential
{
    private readonly byte[] _issuerAuthentication;
    private readonly byte[] _tamperedAuthentication;

    internal MdocCredential(
        string documentType, IReadOnlyList<DataElement> elements, EcKey holder, byte[] issuerAuthentication, byte[] tamperedAuthentication)
    {
        DocumentType = documentType;
        Elements = elements;
        Holder = holder;
        _issuerAuthentication = issuerAuthentication;
        _tamperedAuthentication = tamperedAuthentication;
    }

    /// <summary>The document type.</summary>
    public string DocumentType { get; }

    /// <summary>Every element that the holder could send.</summary>
    public IReadOnlyList<DataElement> Elements { get; }

    /// <summary>The device key.</summary>
    public EcKey Holder { get; }

    /// <summary>The IssuerSigned structure with every element: the `credential` of a credential response.</summary>
    public byte[] IssuerSigned() => CborValue.Encode(writer => WriteIssuerSigned(writer, Elements, _issuerAuthentication));

    /// <summary>Presents the document in a DeviceResponse with a device signature (ISO/IEC 18013-5, section 9.1.3).</summary>
    /// <param name="elements">What to reveal.</param>
    /// <param name="endpoint">The endpoint as the server names it.</param>
    /// <param name="nonce">The request's nonce.</param>
    /// <param name="encryptionKeyThumbprint">Thumbprint of the verifier's encryption key; null where nothing is encrypted.</param>
    /// <param name="mutation">What to do wrong; null for an honest presentation.</param>
    /// <param name="clientId">The verifier's `client_id`, where the endpoint is a `response_uri`; null at the interactive endpoint.</param>
    public byte[] Present(
        IReadOnlyList<DataElement> elements,
        string endpoint,
        string nonce,
        byte[]? encryptionKeyThumbprint = null,
        MdocMutation? mutation = null,
        string? clientId = null)
    {
        mutation ??= MdocMutation.None;
        var shown = mutation.Elements?.Invoke(elements) ?? elements;
        var documentType = mutation.DocumentType ?? DocumentType;
        var transcript = clientId is null
            ? SessionTranscript.Create(mutation.Endpoint ?? endpoint, mutation.Nonce ?? nonce, encryptionKeyThumbprint, mutation.HandoverName)
            : SessionTranscript.CreateForRedirect(clientId, mutation.Endpoint ?? endpoint, mutation.Nonce ?? nonce, encryptionKeyThumbprint);
        var authentication = mutation.TamperIssuerSignature ? _tamperedAuthentication : _issuerAuthentication;
        return CborValue.Encode(writer =>
        {
            writer.WriteStartMap(3);
            writer.WriteTextString("version");
            writer.WriteTextString(mutation.Version);
            writer.WriteTextString("documents");
            writer.WriteStartArray(mutation.Copies);
            for (var i = 0; i < mutation.Copies; i++)
            {
                writer.WriteStartMap(mutation.OmitDeviceSigned ? 2 : 3);
                writer.WriteTextString("docType");
                writer.WriteTextString(documentType);
                writer.WriteTextString("issuerSigned");
                WriteIssuerSigned(writer, shown, authentication);
                if (!mutation.OmitDeviceSigned)
                {
                    writer.WriteTextString("deviceSigned");
                    WriteDeviceSigned(writer, transcript, documentType, mutation);
                }

                writer.WriteEndMap();
            }

            writer.WriteEndArray();
            writer.WriteTextString("status");
            writer.WriteInt32(mutation.Status);
            writer.WriteEndMap();
        });
    }

    private void WriteDeviceSigned(CborWriter writer, byte[] transcript, string documentType, MdocMutation mutation)
    {
        var noNamespaces = CborValue.Encode(inner =>
        {
            inner.WriteStartMap(0);
            inner.WriteEndMap();
        });
        var deviceAuthentication = CborValue.Encode(inner =>
        {
            inner.WriteStartArray(4);
            inner.WriteTextString("DeviceAuthentication");
            inner.WriteEncodedValue(transcript);
            inner.WriteTextString(documentType);
            CborValue.WriteEmbedded(inner, noNamespaces);
            inner.WriteEndArray();
        });
        var signature = CoseSign1.Sign(
            CborValue.Embed(deviceAuthentication),
            mutation.SigningKey ?? Holder,
            detached: true,
            tamper: mutation.TamperDeviceSignature);
        writer.WriteStartMap(2);
        writer.WriteTextString("nameSpaces");
        CborValue.WriteEmbedded(writer, noNamespaces);
        writer.WriteTextString("deviceAuth");
        writer.WriteStartMap(1);
        writer.WriteTextString("deviceSignature");
        writer.WriteEncodedValue(signature);
        writer.WriteEndMap();
        writer.WriteEndMap();
    }

    private static void WriteIssuerSigned(CborWriter writer, IReadOnlyList<DataElement> elements, byte[] authentication)
    {
        writer.WriteStartMap(2);
        writer.WriteTextString("nameSpaces");
        var namespaces = elements.GroupBy(element => element.Namespace).ToList();
        writer.WriteStartMap(namespaces.Count);
        foreach (var group in namespaces)
        {
            writer.WriteTextString(group.Key);
            writer.WriteStartArray(group.Count());
            foreach (var element in group)
            {
                CborValue.WriteEmbedded(writer, element.Encoded);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndMap();
        writer.WriteTextString("issuerAuth");
        writer.WriteEncodedValue(authentication);
        writer.WriteEndMap();
    }
}
