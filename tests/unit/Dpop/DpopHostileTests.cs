using Eudiplo.Protocol.Dpop;
using Eudiplo.Protocol.Jose;
using Eudiplo.Unit.Tests.Cbor;
using Eudiplo.Unit.Tests.Hostile;

namespace Eudiplo.Unit.Tests.Dpop;

/// <summary>Ten thousand generated inputs; EUDIPLO_FUZZ_RUNS=1000000 for the long run.</summary>
public sealed class DpopHostileTests : IDisposable
{
    private readonly TestProof _proof = new();

    private readonly DpopExpectation _expectation = new()
    {
        Method = "POST",
        Uri = new("https://server.example.com/token"),
        Now = TestProof.Now,
        Keys = new JwkCache(),
    };

    public void Dispose() => _proof.Dispose();

    private DpopProof? Verify(string proof)
    {
        DpopProof? verified = DpopVerifier.Verify(proof, _expectation, out DpopError error);
        Assert.Equal(verified is null, error != DpopError.None);
        return verified;
    }

    [Fact]
    public void No_changed_proof_is_believed_or_throws()
    {
        string good = _proof.Sign();
        Assert.NotNull(Verify(good));
        OctetMutator.Run(octets =>
        {
            string changed = new Mutator(octets.Next(int.MaxValue)).Text(good);
            Assert.True(changed == good || Verify(changed) is null, changed);
        });
    }

    [Fact]
    public void Nothing_that_a_client_signs_throws()
    {
        string header = _proof.Header.ToJsonString();
        string claims = _proof.Claims.ToJsonString();
        OctetMutator.Run(
            octets =>
            {
                var mutator = new Mutator(octets.Next(int.MaxValue));
                bool changeHeader = mutator.Next(2) == 0;
                Verify(_proof.Sign(changeHeader ? mutator.Json(header) : header, changeHeader ? claims : mutator.Json(claims)));
            },
            OctetMutator.Runs / 5);
    }

    [Fact]
    public void No_text_makes_the_comparison_of_URIs_throw()
    {
        var uri = new Uri("https://server.example.com/token");
        OctetMutator.Run(octets => DpopUri.Matches(new Mutator(octets.Next(int.MaxValue)).Text("https://server.example.com:443/a%2fb/../token?x#y"), uri));
    }

    [Fact]
    public void No_text_is_a_nonce()
    {
        var nonces = new DpopNonces([new byte[32]], "t", TimeSpan.FromMinutes(5));
        string good = nonces.Issue(TestProof.Now);
        OctetMutator.Run(octets =>
        {
            string changed = new Mutator(octets.Next(int.MaxValue)).Text(good);
            Assert.True(changed == good || nonces.Check(changed, TestProof.Now) == DpopNonceState.Invalid);
        });
    }
}
