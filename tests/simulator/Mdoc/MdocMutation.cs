using Eudiplo.WalletSimulator.Keys;

namespace Eudiplo.WalletSimulator.Mdoc;

/// <summary>What a dishonest or broken wallet does wrong with an mdoc; each member is one wrong, all others stay right.</summary>
public sealed record MdocMutation
{
    /// <summary>Nothing wrong.</summary>
    public static MdocMutation None { get; } = new();

    /// <summary>Another nonce in the session transcript.</summary>
    public string? Nonce { get; init; }

    /// <summary>Another endpoint in the session transcript.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Another name of the handover.</summary>
    public string HandoverName { get; init; } = SessionTranscript.HandoverName;

    /// <summary>Signs the device authentication with a key that the issuer did not sign.</summary>
    public EcKey? SigningKey { get; init; }

    /// <summary>One bit of the device signature turned.</summary>
    public bool TamperDeviceSignature { get; init; }

    /// <summary>One bit of the issuer's signature turned.</summary>
    public bool TamperIssuerSignature { get; init; }

    /// <summary>No device authentication at all.</summary>
    public bool OmitDeviceSigned { get; init; }

    /// <summary>The document type of the response, which the device signs too.</summary>
    public string? DocumentType { get; init; }

    /// <summary>Puts other elements in the place of the chosen ones: changed values, elements left out or added.</summary>
    public Func<IReadOnlyList<DataElement>, IReadOnlyList<DataElement>>? Elements { get; init; }

    /// <summary>The status of the response; 0 is OK.</summary>
    public int Status { get; init; }

    /// <summary>The version of the response.</summary>
    public string Version { get; init; } = "1.0";

    /// <summary>How often the document is in the response.</summary>
    public int Copies { get; init; } = 1;
}
