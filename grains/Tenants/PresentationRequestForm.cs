using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Tenants;

/// <summary>The form of a presentation request.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PresentationRequestForm>))]
public enum PresentationRequestForm
{
    /// <summary>An object with the parameters.</summary>
    [JsonStringEnumMemberName("unsigned")] Unsigned,

    /// <summary>A JWT in the name of a DNS name of the certificate.</summary>
    [JsonStringEnumMemberName("x509_san_dns")] X509SanDns,

    /// <summary>A JWT in the name of the certificate's SHA-256.</summary>
    [JsonStringEnumMemberName("x509_hash")] X509Hash,
}
