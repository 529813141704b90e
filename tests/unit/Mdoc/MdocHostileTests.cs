using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Mdoc;
using Eudiplo.Unit.Tests.Cbor;

namespace Eudiplo.Unit.Tests.Mdoc;

/// <summary>Ten thousand generated inputs; EUDIPLO_FUZZ_RUNS=1000000 for the long run.</summary>
public sealed class MdocHostileTests : MdocFixture
{
    private static readonly JwkCache Keys = new();

    private static MdocVerification Judge(TestIssuer issuer, byte[] response)
    {
        MdocVerification verification = new DeviceResponseVerifier(new MdocOptions(), Keys)
            .Verify(response, Transcript, issuer.Roots, TestIssuer.Now, TimeSpan.Zero);
        Assert.Equal(verification.IsVerified, verification.Documents.Count > 0);
        return verification;
    }

    [Fact]
    public void No_changed_response_says_anything_that_was_not_signed()
    {
        byte[] good = Create();
        string claims = Document(Judge(Issuer, good)).Claims.GetRawText();

        OctetMutator.Run(mutator =>
        {
            // Elements may be left out (they are a list that nothing signs); what is there is what the issuer signed.
            MdocVerification verification = Judge(Issuer, mutator.Octets(good));
            foreach (VerifiedMdoc mdoc in verification.Documents)
            {
                foreach (var nameSpace in mdoc.Claims.EnumerateObject())
                {
                    Assert.Equal(TestMdoc.Namespace, nameSpace.Name);
                    Assert.All(
                        nameSpace.Value.EnumerateObject(),
                        element => Assert.Contains(element.ToString(), claims, StringComparison.Ordinal));
                }
            }
        });
    }

    [Fact]
    public void Nothing_that_a_trusted_issuer_or_a_device_signs_makes_the_verifier_throw()
    {
        // A signature each: a tenth of the runs takes as long as the others.
        OctetMutator.Run(
            mutator => Judge(Issuer, Create(mdoc =>
            {
                switch (mutator.Next(3))
                {
                    case 0:
                        mdoc.BeforeIssuerSignature = mutator.Octets;
                        break;
                    case 1:
                        mdoc.BeforeDigest = mutator.Octets;
                        break;
                    default:
                        mdoc.DeviceNameSpaces = mutator.Octets([0xa1, 0x61, 0x61, 0xa1, 0x61, 0x62, 0x01]);
                        break;
                }
            })),
            OctetMutator.Runs / 10);
    }

    [Fact]
    public void The_items_of_all_data_elements_together_are_bounded()
    {
        var limits = MdocLimits.Default with { Cbor = Protocol.Cbor.CborLimits.Default with { MaxItems = 300 } };
        void Add(TestMdoc mdoc, ulong elements)
        {
            for (ulong at = 10; at < 10 + elements; at++)
            {
                mdoc.Elements.Add(($"e{at}", at, writer => writer.WriteEncodedValue([0x98, 50, .. new byte[50]])));
            }
        }

        Assert.Equal(MdocError.None, Verify(mdoc => Add(mdoc, 4), new MdocOptions { Limits = limits }).Error);
        Assert.Equal(MdocError.MalformedResponse, Verify(mdoc => Add(mdoc, 6), new MdocOptions { Limits = limits }).Error);
    }

    [Fact]
    public void A_response_of_nothing_but_data_elements_is_refused_quickly()
    {
        MdocVerification verification = Verify(mdoc =>
        {
            for (ulong at = 10; at < 600; at++)
            {
                mdoc.Elements.Add(($"e{at}", at, writer => writer.WriteNull()));
            }
        });

        Assert.Equal(MdocError.TooManyElements, verification.Error);
    }
}
