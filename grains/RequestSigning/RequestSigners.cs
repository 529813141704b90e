using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Eudiplo.Grains.Steps;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.PresentationRequests;

namespace Eudiplo.Grains.RequestSigning;

/// <summary>
/// The signers of presentation requests. Configured keys belong to the tenant's configuration and come and go with it; generated ones are
/// remembered for a while, one for each tenant and form, since importing a key costs more than signing with it.
/// </summary>
public sealed class RequestSigners(RequestKeyStore store, TimeProvider clock)
{
    private static readonly TimeSpan RememberFor = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(string Tenant, PresentationRequestForm Form), Remembered> _generated = new();

    /// <summary>The signer of a presentation configuration whose requests are signed.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="policy">The presentation configuration.</param>
    /// <param name="ifUnsigned">How requests are named that must be signed though the configuration does not ask for it.</param>
    public ValueTask<RequestSigner> FindAsync(
        TenantContext tenant, PresentationPolicy policy, PresentationRequestForm ifUnsigned = PresentationRequestForm.X509Hash)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        ArgumentNullException.ThrowIfNull(policy);
        if (policy.Signer is { } configured)
        {
            return new ValueTask<RequestSigner>(configured);
        }

        var form = policy.Configuration.Request.Form;
        form = form == PresentationRequestForm.Unsigned ? ifUnsigned : form;
        return _generated.TryGetValue((tenant.TenantId, form), out var known) && clock.GetElapsedTime(known.At) < RememberFor
            ? new ValueTask<RequestSigner>(known.Signer)
            : ReadAsync(tenant, form);
    }

    /// <summary>Makes a signer.</summary>
    /// <param name="form">How it is named.</param>
    /// <param name="key">The key.</param>
    /// <param name="chain">DER, the key's certificate first.</param>
    /// <param name="dnsName">For <c>x509_san_dns</c>: the name; null for the first of the certificate.</param>
    /// <param name="signer">The signer.</param>
    /// <param name="error">What is wrong, for an operator.</param>
    internal static bool TryCreate(
        PresentationRequestForm form,
        JwsSigner key,
        IReadOnlyList<byte[]> chain,
        string? dnsName,
        [NotNullWhen(true)] out RequestSigner? signer,
        [NotNullWhen(false)] out string? error) =>
        form == PresentationRequestForm.X509Hash
            ? RequestSigner.TryCreateForHash(key, chain, out signer, out error)
            : RequestSigner.TryCreateForDnsName(key, chain, dnsName ?? FirstDnsName(chain), out signer, out error);

    private static string FirstDnsName(IReadOnlyList<byte[]> chain)
    {
        using var leaf = X509CertificateLoader.LoadCertificate(chain[0]);
        return leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(names => names.EnumerateDnsNames()).FirstOrDefault() ?? string.Empty;
    }

    private async ValueTask<RequestSigner> ReadAsync(TenantContext tenant, PresentationRequestForm form)
    {
        var at = clock.GetTimestamp();
        var host = new Uri(tenant.Urls.Origin).IdnHost;
        var stored = await store.GetAsync(tenant.TenantId, host);
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(stored.PrivateKey, out _);
        if (!TryCreate(form, JwsSigner.Create(key, stored.KeyId), stored.Certificates, host, out var signer, out var error))
        {
            throw new InvalidOperationException($"The stored key '{stored.KeyId}' of tenant '{tenant.TenantId}' cannot sign: {error}.");
        }

        _generated[(tenant.TenantId, form)] = new Remembered(signer, at);
        return signer;
    }

    private sealed record Remembered(RequestSigner Signer, long At);
}
