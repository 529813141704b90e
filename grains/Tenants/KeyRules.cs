using Eudiplo.Grains.RequestSigning;

namespace Eudiplo.Grains.Tenants;

/// <summary>The rules of a tenant's signing keys.</summary>
internal static class KeyRules
{
    /// <summary>Checks the keys. The texts never repeat what a key or certificate says.</summary>
    public static void Check(IReadOnlyList<SigningKeyDocument> keys, List<string> errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < keys.Count; i++)
        {
            var (key, path) = (keys[i], $"$.keys[{i}]");
            if (key.KeyId.Length is 0 or > 128 || !seen.Add(key.KeyId))
            {
                errors.Add($"{path}.keyId: it must have 1 to 128 characters, and no other key may have it.");
            }

            if (!SigningKeyPem.TryReadKey(key.PrivateKey, key.KeyId, out var signer))
            {
                errors.Add($"{path}.privateKey: an EC private key on P-256, P-384 or P-521 is needed, in PEM and not encrypted.");
            }

            signer?.Dispose();
            if (!SigningKeyPem.TryReadCertificates(key.CertificateChain, out var certificates))
            {
                errors.Add($"{path}.certificateChain: the key's certificate is needed, and those above it, in PEM.");
            }

            foreach (var certificate in certificates)
            {
                certificate.Dispose();
            }
        }
    }
}
