using System.Security.Cryptography;
using System.Text;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Jwe;

namespace Eudiplo.Unit.Tests.Jwe;

public class ConcatKdfTests
{
    // RFC 7518 appendix C: Alice's ephemeral key, Bob's key, the shared secret and the derived key.
    private const string AliceX = "gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0";
    private const string AliceY = "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps";
    private const string BobX = "weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ";
    private const string BobY = "e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck";
    private const string BobD = "VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw";
    private const string Derived = "VqqN6vgjbSBcIijNcacQGg";

    private static readonly byte[] Secret =
    [
        158, 86, 217, 29, 129, 113, 53, 211, 114, 131, 66, 131, 191, 132, 38, 156,
        251, 49, 110, 163, 218, 128, 106, 72, 246, 218, 167, 121, 140, 254, 144, 196,
    ];

    [Fact]
    public void The_key_of_RFC_7518_appendix_C_is_derived() =>
        Assert.Equal(
            Derived,
            StrictBase64Url.Encode(ConcatKdf.DeriveKey(Secret, "A128GCM", "Alice"u8, "Bob"u8, 16)));

    [Theory]
    [InlineData("A256GCM", "Alice", "Bob", 16)]
    [InlineData("A128GCM", "Alicf", "Bob", 16)]
    [InlineData("A128GCM", "Alice", "Bobb", 16)]
    [InlineData("A128GCM", "AliceBob", "", 16)]
    [InlineData("A128GCM", "", "AliceBob", 16)]
    [InlineData("A128GCM", "Alice", "Bob", 32)]
    public void Every_parameter_of_the_derivation_counts(string algorithm, string partyU, string partyV, int length)
    {
        byte[] key = ConcatKdf.DeriveKey(Secret, algorithm, Encoding.UTF8.GetBytes(partyU), Encoding.UTF8.GetBytes(partyV), length);

        Assert.Equal(length, key.Length);
        Assert.NotEqual(Derived, StrictBase64Url.Encode(key[..16]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(33)]
    public void A_length_that_needs_another_round_is_a_mistake_of_the_caller(int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ConcatKdf.DeriveKey(Secret, "A128GCM", [], [], length));

    [Fact]
    public void The_shared_secret_of_RFC_7518_appendix_C_is_agreed_on()
    {
        using ECDiffieHellman bob = Key(BobX, BobY, BobD);
        using ECDiffieHellman alice = Key(AliceX, AliceY, null);

        Assert.True(DecryptionKey.TryImport(bob.ExportPkcs8PrivateKey(), "bob", out DecryptionKey? key));
        Assert.Equal(Secret, bob.DeriveRawSecretAgreement(alice.PublicKey));
        Assert.Equal(BobX, StrictBase64Url.Encode(key.PublicKey.ToEcParameters().Q.X));
        key.Dispose();
    }

    private static ECDiffieHellman Key(string x, string y, string? d) => ECDiffieHellman.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = Octets(x), Y = Octets(y) },
        D = d is null ? null : Octets(d),
    });

    private static byte[] Octets(string text) => StrictBase64Url.TryDecode(text, out byte[]? octets) ? octets : [];
}
