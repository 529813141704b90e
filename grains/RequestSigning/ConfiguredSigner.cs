using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.PresentationRequests;

namespace Eudiplo.Grains.RequestSigning;

/// <summary>Makes the signers of presentation requests that a tenant document configures.</summary>
internal static class ConfiguredSigner
{
    /// <summary>Makes the signer of a presentation configuration; null when it names no key, or something is wrong.</summary>
    /// <param name="settings">The configuration's settings.</param>
    /// <param name="keys">The tenant's keys.</param>
    /// <param name="path">The place of the settings in the tenant document, for errors.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static RequestSigner? Create(PresentationRequestSettings settings, IReadOnlyList<SigningKeyDocument> keys, string path, List<string> errors)
    {
        if (settings.Form == PresentationRequestForm.Unsigned || settings.KeyId is not { } keyId)
        {
            return null;
        }

        if (keys.FirstOrDefault(key => key.KeyId == keyId) is not { } document)
        {
            errors.Add($"{path}.keyId: the tenant has no key '{keyId}'.");
            return null;
        }

        if (!SigningKeyPem.TryReadKey(document.PrivateKey, keyId, out var key)
            || !SigningKeyPem.TryReadCertificates(document.CertificateChain, out var certificates))
        {
            errors.Add($"{path}.keyId: the key '{keyId}' cannot be used; see $.keys.");
            return null;
        }

        var chain = certificates.Select(certificate => certificate.RawData).ToList();
        if (!RequestSigners.TryCreate(settings.Form, key, chain, settings.DnsName, out var signer, out var error))
        {
            errors.Add($"{path}: with the key '{keyId}', {error}.");
        }

        return signer;
    }
}
