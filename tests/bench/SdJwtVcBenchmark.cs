using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Presentations;
using Eudiplo.Protocol.SdJwt;
using Eudiplo.Protocol.Trust;
using Eudiplo.Unit.Tests.SdJwt;
using Eudiplo.Unit.Tests.Trust;

namespace Eudiplo.Bench;

/// <summary>
/// An SD-JWT VC with ten disclosures, a chain of two and key binding. With chain and holder key met before it contains two ECDSA
/// verifications; met for the first time, four and the import of two keys.
/// </summary>
[MemoryDiagnoser]
public class SdJwtVcBenchmark
{
    private readonly SdJwtVcVerifier _verifier = new(new SdJwtVcOptions(), new JwkCache());
    private string _presentation = string.Empty;
    private PresentationContext _context = null!;
    private TestAuthority _root = null!;
    private ECDsa _issuer = null!;
    private ECDsa _holder = null!;
    private (byte[] Text, byte[] Signature) _credential;
    private (byte[] Text, byte[] Signature) _binding;

    [GlobalSetup]
    public void Setup()
    {
        var (issuer, holder) = (new TestKey(), new TestKey());
        _root = new TestAuthority("Root");
        var middle = new TestAuthority("Middle", _root);
        var credential = new TestCredential(issuer, holder);
        credential.Header["x5c"] = new JsonArray(Convert.ToBase64String(middle.Issue(issuer.Key)), Convert.ToBase64String(middle.Der));
        for (var at = 0; at < 10; at++)
        {
            credential.WithClaim($"claim_{at}", $"\"value {at} of the person\"");
        }

        _presentation = credential.Present();
        _context = Context();
        _credential = Split(_presentation[.._presentation.IndexOf('~', StringComparison.Ordinal)]);
        _binding = Split(_presentation[(_presentation.LastIndexOf('~') + 1)..]);
        (_issuer, _holder) = (issuer.Key, holder.Key);
        if (!Verification().IsVerified)
        {
            throw new InvalidOperationException();
        }
    }

    [Benchmark(Baseline = true, Description = "two bare ECDSA P-256 verifications")]
    public bool Bare() =>
        _issuer.VerifyData(_credential.Text, _credential.Signature, HashAlgorithmName.SHA256)
        & _holder.VerifyData(_binding.Text, _binding.Signature, HashAlgorithmName.SHA256);

    [Benchmark(Description = "SD-JWT VC, chain and holder key met before")]
    public CredentialVerification Verification() => _verifier.Verify(_presentation, requireHolderBinding: true, _context);

    [Benchmark(Description = "SD-JWT VC, holder key new")]
    public CredentialVerification NewHolder() =>
        new SdJwtVcVerifier(new SdJwtVcOptions(), new JwkCache()).Verify(_presentation, requireHolderBinding: true, _context);

    [Benchmark(Description = "SD-JWT VC, chain and holder key new")]
    public CredentialVerification Cold() =>
        new SdJwtVcVerifier(new SdJwtVcOptions(), new JwkCache()).Verify(_presentation, requireHolderBinding: true, Context());

    private static (byte[] Text, byte[] Signature) Split(string jws)
    {
        var dot = jws.LastIndexOf('.');
        StrictBase64Url.TryDecode(jws.AsSpan(dot + 1), out var signature);
        return (Encoding.ASCII.GetBytes(jws[..dot]), signature!);
    }

    private PresentationContext Context() => new()
    {
        Nonce = TestCredential.Nonce,
        AcceptedAudiences = [TestCredential.Audience],
        Now = TestCredential.Now,
        Trust = new TrustMaterial { Anchors = new TrustAnchors([_root.Certificate]) },
    };
}
