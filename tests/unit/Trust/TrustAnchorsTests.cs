using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Presentations;
using Eudiplo.Protocol.SdJwt;
using Eudiplo.Protocol.Trust;
using Eudiplo.Unit.Tests.SdJwt;

namespace Eudiplo.Unit.Tests.Trust;

public sealed class TrustAnchorsTests : IDisposable
{
    private static readonly DateTimeOffset Now = TestCredential.Now;
    private readonly TestAuthority _root = new("Root");
    private readonly TestAuthority _other = new("Other root");
    private readonly TestKey _issuer = new();
    private readonly TestKey _holder = new();

    public void Dispose()
    {
        _root.Dispose();
        _other.Dispose();
        _issuer.Dispose();
        _holder.Dispose();
    }

    [Fact]
    public void A_chain_to_a_configured_root_gives_the_signers_key_and_names()
    {
        using var middle = new TestAuthority("Middle", _root);
        var chain = Anchors().Verify([middle.Issue(_issuer.Key, uri: "https://pid.example/a"), middle.Der], Now, out var error);

        Assert.Equal(CertificateChainError.None, error);
        Assert.Equal(_issuer.Public().Thumbprint, chain!.Key.Thumbprint);
        Assert.Equal(["pid.example"], chain.DnsNames);
        Assert.Equal(["https://pid.example/a"], chain.Uris);
        Assert.Equal(3, chain.Thumbprints.Count);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(_root.Der)), chain.Thumbprints[2]);
        Assert.Equal(
            [KeyIdentifier(middle.Certificate), KeyIdentifier(_root.Certificate)],
            chain.AuthorityKeyIdentifiers);
        Assert.Equal(Now.AddDays(30), chain.NotAfter);
    }

    [Fact]
    public void The_root_may_be_sent_along()
    {
        Assert.NotNull(Anchors().Verify([_root.Issue(_issuer.Key), _root.Der], Now, out _));
        Assert.NotNull(Anchors().Verify([_root.Issue(_issuer.Key)], Now, out _));
    }

    [Fact]
    public void Each_fault_of_a_chain_is_found_for_its_own_reason()
    {
        using var middle = new TestAuthority("Middle", _root);
        using var noAuthority = new TestAuthority("No authority", _root, isAuthority: false);
        using var short_ = new TestAuthority("Short", _root, until: Now.AddDays(-1));
        using var stranger = new TestAuthority("Root");
        using var p256k = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        var leaf = _root.Issue(_issuer.Key);
        var tampered = (byte[])leaf.Clone();
        tampered[^1] ^= 1;

        AssertRefused(CertificateChainError.Malformed);
        AssertRefused(CertificateChainError.Malformed, []);
        AssertRefused(CertificateChainError.Malformed, [1, 2, 3]);
        AssertRefused(CertificateChainError.Malformed, [.. leaf, 0]);
        AssertRefused(CertificateChainError.Malformed, leaf[..^1]);
        AssertRefused(CertificateChainError.Malformed, System.Text.Encoding.ASCII.GetBytes(_root.Certificate.ExportCertificatePem()));
        AssertRefused(CertificateChainError.Malformed, leaf, new byte[20_000]);
        AssertRefused(CertificateChainError.Malformed, [.. Enumerable.Repeat(leaf, 7)]);
        AssertRefused(CertificateChainError.NotTrusted, _other.Issue(_issuer.Key));
        AssertRefused(CertificateChainError.NotTrusted, _other.Issue(_issuer.Key), _other.Der);
        AssertRefused(CertificateChainError.NotTrusted, stranger.Issue(_issuer.Key));
        AssertRefused(CertificateChainError.NotTrusted, tampered);
        AssertRefused(CertificateChainError.NotTrusted, middle.Issue(_issuer.Key));
        AssertRefused(CertificateChainError.OutOfOrder, leaf, _other.Der);
        AssertRefused(CertificateChainError.OutOfOrder, leaf, leaf);
        AssertRefused(CertificateChainError.OutOfOrder, middle.Issue(_issuer.Key), _root.Der, middle.Der);
        AssertRefused(CertificateChainError.OutsideValidity, _root.Issue(_issuer.Key, until: Now.AddSeconds(-1)));
        AssertRefused(CertificateChainError.OutsideValidity, _root.Issue(_issuer.Key, from: Now.AddSeconds(1)));
        AssertRefused(CertificateChainError.OutsideValidity, short_.Issue(_issuer.Key, until: Now.AddDays(-1)), short_.Der);
        AssertRefused(CertificateChainError.BasicConstraints, _root.Issue(_issuer.Key, isAuthority: true));
        AssertRefused(CertificateChainError.BasicConstraints, noAuthority.Issue(_issuer.Key), noAuthority.Der);
        AssertRefused(CertificateChainError.KeyUsage, _root.Issue(_issuer.Key, usage: X509KeyUsageFlags.KeyAgreement));
        AssertRefused(CertificateChainError.SelfSigned, _root.Der);
        AssertRefused(CertificateChainError.UnsupportedKey, _root.Issue(p256k));
        AssertRefused(
            CertificateChainError.NotTrusted,
            _root.Issue(_issuer.Key, change: one => one.CertificateExtensions.Add(new X509Extension("1.2.3.4.5", [5, 0], critical: true))));
    }

    [Fact]
    public void A_CA_under_a_root_may_be_an_anchor_and_everything_below_it_is_checked()
    {
        using var middle = new TestAuthority("Middle", _root);
        using var lower = new TestAuthority("Lower", middle);
        var anchors = new TrustAnchors([middle.Certificate]);
        var leaf = middle.Issue(_issuer.Key);
        var tampered = (byte[])leaf.Clone();
        tampered[^1] ^= 1;

        Assert.NotNull(anchors.Verify([leaf], Now, out _));
        Assert.NotNull(anchors.Verify([leaf, middle.Der], Now, out _));
        Assert.NotNull(anchors.Verify([lower.Issue(_issuer.Key), lower.Der], Now, out _));
        using var impostor = new TestAuthority("Middle", _root);
        Assert.Null(anchors.Verify([impostor.Issue(_issuer.Key)], Now, out _));
        Assert.Null(anchors.Verify([impostor.Issue(_issuer.Key), impostor.Der], Now, out _));
        Assert.Null(anchors.Verify([impostor.Issue(_issuer.Key), middle.Der], Now, out _));
        Assert.Null(anchors.Verify([tampered], Now, out _));
        Assert.Null(anchors.Verify([tampered, middle.Der], Now, out _));
        Assert.Null(anchors.Verify([middle.Issue(_issuer.Key, until: Now.AddSeconds(-1))], Now, out _));
        Assert.Null(anchors.Verify([_root.Issue(_issuer.Key)], Now, out _));
        Assert.Null(anchors.Verify([_root.Issue(_issuer.Key), _root.Der], Now, out _));
        Assert.Null(new TrustAnchors([lower.Certificate]).Verify([leaf, middle.Der], Now, out _));
    }

    [Fact]
    public void A_certificate_without_key_usage_may_sign() =>
        Assert.NotNull(Anchors().Verify([_root.Issue(_issuer.Key, usage: null)], Now, out _));

    [Fact]
    public void Nobody_is_trusted_where_no_root_is_configured()
    {
        Assert.Null(TrustAnchors.None.Verify([_root.Issue(_issuer.Key), _root.Der], Now, out var error));
        Assert.Equal(CertificateChainError.NotTrusted, error);
    }

    [Fact]
    public void A_remembered_chain_is_refused_when_it_has_expired()
    {
        var anchors = Anchors();
        var leaf = _root.Issue(_issuer.Key);

        Assert.Same(anchors.Verify([leaf], Now, out _), anchors.Verify([leaf], Now.AddDays(30), out _));
        Assert.Null(anchors.Verify([leaf], Now.AddDays(30).AddSeconds(1), out var late));
        Assert.Null(anchors.Verify([leaf], Now.AddDays(-30).AddSeconds(-1), out var early));
        Assert.Equal((CertificateChainError.OutsideValidity, CertificateChainError.OutsideValidity), (late, early));
    }

    [Fact]
    public void A_withdrawn_root_counts_at_once()
    {
        var leaf = _root.Issue(_issuer.Key);
        Assert.NotNull(new TrustAnchors([_root.Certificate, _other.Certificate]).Verify([leaf], Now, out _));

        Assert.Null(new TrustAnchors([_other.Certificate]).Verify([leaf], Now, out var error));
        Assert.Equal(CertificateChainError.NotTrusted, error);
    }

    [Fact]
    public void The_memory_of_chains_is_bounded()
    {
        var anchors = new TrustAnchors([_root.Certificate], capacity: 8);
        for (var at = 0; at < 40; at++)
        {
            Assert.NotNull(anchors.Verify([_root.Issue(_issuer.Key)], Now, out _));
        }

        Assert.InRange(anchors.RememberedChains, 4, 8);
    }

    [Fact]
    public void Anchors_are_read_from_PEM_and_from_base64_and_nothing_else()
    {
        var pem = _root.Certificate.ExportCertificatePem() + "\n" + _other.Certificate.ExportCertificatePem();

        Assert.True(TrustAnchors.TryParse([pem, Convert.ToBase64String(_root.Der)], out var anchors, out _));
        Assert.Equal(3, anchors.Count);
        Assert.NotNull(anchors.Verify([_root.Issue(_issuer.Key)], Now, out _));
        Assert.False(TrustAnchors.TryParse(["nothing"], out _, out var error));
        Assert.Contains("certificate 1", error, StringComparison.Ordinal);
        Assert.False(TrustAnchors.TryParse([pem, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"], out _, out _));
        Assert.False(TrustAnchors.TryParse([Convert.ToBase64String(_root.Issue(_issuer.Key))], out _, out var leaf));
        Assert.Contains("CA", leaf, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pid.example", null, true)]
    [InlineData("PID.example", null, true)]
    [InlineData(null, "https://pid.example", true)]
    [InlineData("other.example", "https://pid.example", true)]
    [InlineData("other.example", null, false)]
    [InlineData("*.example", null, false)]
    [InlineData("a.pid.example", null, false)]
    [InlineData(null, "https://pid.example/other", false)]
    [InlineData(null, null, false)]
    public void A_certificate_must_name_an_issuer_that_is_a_URL(string? dns, string? uri, bool accepted)
    {
        var outcome = Present(_root.Issue(_issuer.Key, dns, uri));

        Assert.Equal(accepted ? null : VerificationFailureReason.CertificateNamesAnotherIssuer, outcome.Failure?.Reason);
    }

    [Fact]
    public void A_credential_by_chain_tells_the_authorities_that_it_belongs_to()
    {
        var verified = Present(_root.Issue(_issuer.Key)).Credential!;

        Assert.Equal([KeyIdentifier(_root.Certificate)], verified.AuthorityKeyIdentifiers);
        Assert.Equal(2, verified.ChainThumbprints.Count);
    }

    [Fact]
    public void A_credential_by_chain_without_iss_is_the_certificates_subjects()
    {
        var verified = Present(_root.Issue(_issuer.Key), one => one.Payload.Remove("iss")).Credential!;

        Assert.Equal("CN=PID issuer", verified.Issuer);
    }

    [Fact]
    public void A_chain_for_another_key_than_the_signers_is_refused()
    {
        using var another = new TestKey();

        Assert.Equal(VerificationFailureReason.IssuerSignatureInvalid, Present(_root.Issue(another.Key)).Failure?.Reason);
    }

    [Fact]
    public void A_refused_chain_is_told_to_the_log_with_its_fault()
    {
        var failure = Present(_other.Issue(_issuer.Key)).Failure;

        Assert.Equal((VerificationFailureReason.CertificateChainInvalid, "NotTrusted"), (failure!.Reason, failure.Detail));
    }

    [Fact]
    public void An_issuer_with_configured_keys_is_pinned_to_them()
    {
        using var pinned = new TestKey();
        var trust = new TrustMaterial
        {
            Anchors = Anchors(),
            Issuers = new Dictionary<string, TrustedIssuer>
            {
                [TestCredential.IssuerId] = new(TestCredential.IssuerId) { Keys = new JwkSet([pinned.Public("k1")]) },
            },
        };

        Assert.Equal(VerificationFailureReason.IssuerSignatureInvalid, Present(_root.Issue(_issuer.Key), trust: trust).Failure?.Reason);
    }

    [Fact]
    public void An_issuer_with_anchors_of_its_own_is_believed_by_those_alone()
    {
        TrustMaterial Trust(TestAuthority own) => new()
        {
            Anchors = Anchors(),
            Issuers = new Dictionary<string, TrustedIssuer>
            {
                [TestCredential.IssuerId] = new(TestCredential.IssuerId) { Anchors = new TrustAnchors([own.Certificate]) },
            },
        };

        Assert.True(Present(_root.Issue(_issuer.Key), trust: Trust(_root)).IsVerified);
        Assert.Equal(VerificationFailureReason.CertificateChainInvalid, Present(_root.Issue(_issuer.Key), trust: Trust(_other)).Failure?.Reason);
        Assert.Equal(
            VerificationFailureReason.IssuerKeyNotFound,
            Present(_root.Issue(_issuer.Key), one => one.Header.Remove("x5c"), Trust(_root)).Failure?.Reason);
    }

    [Fact]
    public void Anchors_of_one_issuer_vouch_for_no_other()
    {
        var trust = new TrustMaterial
        {
            Issuers = new Dictionary<string, TrustedIssuer>
            {
                ["https://another.example"] = new("https://another.example") { Anchors = Anchors() },
            },
        };

        Assert.Equal(VerificationFailureReason.CertificateChainInvalid, Present(_root.Issue(_issuer.Key), trust: trust).Failure?.Reason);
    }

    [Fact]
    public void An_issuer_that_is_trusted_by_its_metadata_may_send_a_chain_that_nobody_knows()
    {
        var trust = new TrustMaterial
        {
            Issuers = new Dictionary<string, TrustedIssuer>
            {
                [TestCredential.IssuerId] = new(TestCredential.IssuerId) { UseIssuerMetadata = true },
            },
        };

        Assert.Equal(VerificationFailureReason.IssuerMetadataNeeded, Present(_other.Issue(_issuer.Key), trust: trust).Failure?.Reason);
    }

    [Theory]
    [InlineData("\"AA==\"")]
    [InlineData("[]")]
    [InlineData("[1]")]
    [InlineData("[\"not base64\"]")]
    [InlineData("[\"AA\"]")]
    [InlineData("[\"A\",\"A\",\"A\",\"A\",\"A\",\"A\",\"A\"]")]
    public void An_x5c_that_is_no_array_of_base64_is_refused(string x5c)
    {
        var credential = new TestCredential(_issuer, _holder);
        credential.Header["x5c"] = System.Text.Json.Nodes.JsonNode.Parse(x5c);

        Assert.Equal(VerificationFailureReason.PresentationMalformed, Verify(credential, new TrustMaterial { Anchors = Anchors() }).Failure?.Reason);
    }

    private TrustAnchors Anchors() => new([_root.Certificate]);

    private void AssertRefused(CertificateChainError expected, params byte[][] chain)
    {
        Assert.Null(Anchors().Verify(chain, Now, out var error));
        Assert.Equal(expected, error);
    }

    private CredentialVerification Present(byte[] leaf, Action<TestCredential>? change = null, TrustMaterial? trust = null)
    {
        var credential = new TestCredential(_issuer, _holder);
        credential.Header["x5c"] = new System.Text.Json.Nodes.JsonArray(Convert.ToBase64String(leaf));
        change?.Invoke(credential);
        return Verify(credential, trust ?? new TrustMaterial { Anchors = Anchors() });
    }

    private static CredentialVerification Verify(TestCredential credential, TrustMaterial trust) =>
        new SdJwtVcVerifier(new SdJwtVcOptions(), new JwkCache()).Verify(credential.Present(), requireHolderBinding: true, new PresentationContext
        {
            Nonce = TestCredential.Nonce,
            AcceptedAudiences = [TestCredential.Audience],
            Trust = trust,
            Now = Now,
        });

    private static string KeyIdentifier(X509Certificate2 certificate) =>
        TestKey.Text(certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single().SubjectKeyIdentifierBytes.Span);
}
