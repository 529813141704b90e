using System.Text;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Jwe;
using Eudiplo.Unit.Tests.Hostile;

namespace Eudiplo.Unit.Tests.Jwe;

/// <summary>Ten thousand generated inputs; EUDIPLO_FUZZ_RUNS=1000000 for the long run.</summary>
public class JweHostileTests
{
    [Fact]
    public void No_changed_JWE_is_decrypted_or_throws()
    {
        using var key = DecryptionKey.Generate("k");
        string good = JweEncrypter.Encrypt("{}"u8, key.PublicKey, JweEncryptions.A256GCM, "u"u8, "v"u8)!;

        Cbor.OctetMutator.Run(octets =>
        {
            var mutator = new Mutator(octets.Next(int.MaxValue));
            string text = mutator.Text(good);
            Open(text, text == good);
        });

        Cbor.OctetMutator.Run(octets =>
        {
            var mutator = new Mutator(octets.Next(int.MaxValue));
            string[] parts = good.Split('.');
            Assert.True(StrictBase64Url.TryDecode(parts[0], out byte[]? header));
            string changed = mutator.Json(Encoding.UTF8.GetString(header));
            parts[0] = StrictBase64Url.Encode(Encoding.UTF8.GetBytes(changed));
            string text = string.Join('.', parts);
            Open(text, text == good);
        });

        void Open(string text, bool mayOpen)
        {
            CompactJwe? jwe = CompactJwe.Parse(text, JweLimits.Default, out JweError error);
            Assert.Equal(jwe is null, error != JweError.None);
            if (jwe is not null)
            {
                error = jwe.Decrypt(key, JweEncryptions.All, out byte[]? plaintext);
                Assert.Equal(plaintext is null, error != JweError.None);
                Assert.True(plaintext is null || mayOpen, text);
            }
        }
    }
}
