using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.OAuth;
using Eudiplo.Protocol.Trust;

namespace Eudiplo.Grains.Tenants;

/// <summary>Checks the settings of wallet attestation and makes them ready.</summary>
internal static class AttestationRules
{
    /// <summary>Who may attest; null when something is wrong.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="errors">Takes what is wrong, each with its path.</param>
    public static AttesterTrust? Read(ClientAttestationSettings settings, List<string> errors)
    {
        const string Path = "$.clientAttestation";
        var before = errors.Count;
        if (settings.Attesters.Count == 0)
        {
            errors.Add($"{Path}.attesters: name at least one; without one no attestation could ever be believed.");
        }

        if (settings.ProofMaxAgeSeconds is < 10 or > 600)
        {
            errors.Add($"{Path}.proofMaxAgeSeconds: {settings.ProofMaxAgeSeconds} is not between 10 and 600.");
        }

        var keys = new List<(string?, JwkSet)>();
        var roots = new List<X509Certificate2>();
        for (var i = 0; i < settings.Attesters.Count; i++)
        {
            var (attester, at) = (settings.Attesters[i], $"{Path}.attesters[{i}]");
            if (attester.Jwks is null && attester.X5cRoots.Count == 0)
            {
                errors.Add($"{at}: jwks or x5cRoots is needed.");
            }

            if (attester.Jwks is { } jwks)
            {
                if (JwkSet.TryParse(jwks, out var set) && set.Keys.Count > 0)
                {
                    keys.Add((attester.Issuer, set));
                }
                else
                {
                    errors.Add($"{at}.jwks: it is not a JSON Web Key Set of public keys.");
                }
            }

            foreach (var pem in attester.X5cRoots)
            {
                try
                {
                    var read = new X509Certificate2Collection();
                    read.ImportFromPem(pem);
                    roots.AddRange(read);
                }
                catch (CryptographicException)
                {
                    errors.Add($"{at}.x5cRoots: one is not a certificate in PEM.");
                }
            }
        }

        return errors.Count == before ? new AttesterTrust(keys, roots.Count == 0 ? TrustAnchors.None : new TrustAnchors(roots)) : null;
    }
}
