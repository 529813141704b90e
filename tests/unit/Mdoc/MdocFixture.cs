using System.Security.Cryptography;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Mdoc;

namespace Eudiplo.Unit.Tests.Mdoc;

/// <summary>An issuer, a device and a verifier for one test of the mdoc verification.</summary>
public abstract class MdocFixture : IDisposable
{
    protected static readonly byte[] Transcript =
        SessionTranscript.ForInteractiveAuthorization("https://issuer.example/iae", "n-0S6_WzA2Mj", null);

    private readonly ECDsa _device = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    protected TestIssuer Issuer { get; } = new();

    public void Dispose()
    {
        Issuer.Dispose();
        _device.Dispose();
    }

    protected byte[] Create(Action<TestMdoc>? change = null, TestIssuer? issuer = null, byte[]? transcript = null)
    {
        var mdoc = new TestMdoc(issuer ?? Issuer, _device);
        change?.Invoke(mdoc);
        return mdoc.Create(transcript ?? Transcript);
    }

    protected MdocVerification Verify(
        Action<TestMdoc>? change = null,
        MdocOptions? options = null,
        TestIssuer? issuer = null,
        byte[]? transcript = null,
        TimeSpan skew = default,
        Func<byte[], byte[]>? after = null)
    {
        byte[] response = Create(change, issuer, transcript);
        return new DeviceResponseVerifier(options ?? new MdocOptions(), new JwkCache())
            .Verify(after?.Invoke(response) ?? response, Transcript, (issuer ?? Issuer).Roots, TestIssuer.Now, skew);
    }

    protected static MdocError ErrorOf(MdocVerification verification)
    {
        Assert.Equal(verification.IsVerified, verification.Documents.Count > 0);
        return verification.Error;
    }

    protected static VerifiedMdoc Document(MdocVerification verification)
    {
        Assert.True(verification.IsVerified, $"{verification.Error} {verification.Detail}");
        return Assert.Single(verification.Documents);
    }

    protected static byte[] Flip(byte[] octets)
    {
        octets[^1] ^= 1;
        return octets;
    }
}
