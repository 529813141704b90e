using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Eudiplo.Protocol.Dcql;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Mdoc;
using Eudiplo.Protocol.Presentations;
using Eudiplo.Protocol.Trust;
using Eudiplo.Unit.Tests.Mdoc;

namespace Eudiplo.Bench;

/// <summary>
/// A driving licence (mdoc) with ten data elements and a device signature. With chain and device key met before it contains two ECDSA
/// verifications; met for the first time, three and the import of two keys.
/// </summary>
[MemoryDiagnoser]
public class MdocBenchmark
{
    // About what the issuer and the device sign in the measured presentation: their length hardly counts beside the verification.
    private const int SecurityObjectLength = 800;
    private const int DeviceAuthenticationLength = 200;

    private readonly MdocVerifier _verifier = new(new MdocOptions(), new JwkCache());
    private readonly TestIssuer _issuer = new();
    private readonly ECDsa _device = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _transcript =
        SessionTranscript.ForInteractiveAuthorization("https://issuer.example/iae", "n-0S6_WzA2Mj", null);

    private CredentialQuery _query = null!;
    private JsonElement _presentation;
    private PresentationContext _context = null!;
    private (byte[] Text, byte[] Signature) _byIssuer;
    private (byte[] Text, byte[] Signature) _byDevice;

    [GlobalSetup]
    public void Setup()
    {
        var licence = new TestMdoc(_issuer, _device);
        for (ulong at = 4; at < 10; at++)
        {
            var value = $"value {at} of the person";
            licence.Elements.Add(($"element_{at}", at, writer => writer.WriteTextString(value)));
        }

        _presentation = JsonSerializer.SerializeToElement(Base64Url.EncodeToString(licence.Create(_transcript)));
        _query = Query();
        _context = Context();
        _byIssuer = Signed(_issuer.Key, SecurityObjectLength);
        _byDevice = Signed(_device, DeviceAuthenticationLength);
        if (!Verification().IsVerified || !Bare())
        {
            throw new InvalidOperationException();
        }
    }

    [Benchmark(Baseline = true, Description = "two bare ECDSA P-256 verifications")]
    public bool Bare() =>
        _issuer.Key.VerifyData(_byIssuer.Text, _byIssuer.Signature, HashAlgorithmName.SHA256)
        & _device.VerifyData(_byDevice.Text, _byDevice.Signature, HashAlgorithmName.SHA256);

    [Benchmark(Description = "mdoc, chain and device key met before")]
    public CredentialVerification Verification() => _verifier.Verify(_presentation, _query, _context);

    [Benchmark(Description = "mdoc, device key new")]
    public CredentialVerification NewDevice() => new MdocVerifier(new MdocOptions(), new JwkCache()).Verify(_presentation, _query, _context);

    [Benchmark(Description = "mdoc, chain and device key new")]
    public CredentialVerification Cold() => new MdocVerifier(new MdocOptions(), new JwkCache()).Verify(_presentation, _query, Context());

    private static CredentialQuery Query() =>
        DcqlQuery.TryParse(
            """{"credentials":[{"id":"mdl","format":"mso_mdoc","meta":{"doctype_value":"org.iso.18013.5.1.mDL"}}]}""", out var query, out _)
            ? query.Credentials[0]
            : throw new InvalidOperationException();

    private static (byte[] Text, byte[] Signature) Signed(ECDsa key, int length)
    {
        var text = RandomNumberGenerator.GetBytes(length);
        return (text, key.SignData(text, HashAlgorithmName.SHA256));
    }

    private PresentationContext Context() => new()
    {
        Nonce = "n-0S6_WzA2Mj",
        AcceptedAudiences = [],
        Now = TestIssuer.Now,
        Trust = new TrustMaterial { Anchors = new TrustAnchors([_issuer.Root]) },
        SessionTranscript = _transcript,
    };
}
