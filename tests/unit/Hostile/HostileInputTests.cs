using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eudiplo.Protocol.Dcql;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Presentations;
using Eudiplo.Protocol.SdJwt;
using Eudiplo.Protocol.Trust;
using Eudiplo.Unit.Tests.Dcql;
using Eudiplo.Unit.Tests.SdJwt;
using Eudiplo.Unit.Tests.Trust;

namespace Eudiplo.Unit.Tests.Hostile;

/// <summary>
/// Generated inputs for every parser of an outsider's text: none may throw, and none that was changed may be believed. Ten thousand
/// each; EUDIPLO_FUZZ_RUNS=1000000 for the long run. The seed of a failure is in its message.
/// </summary>
public sealed class HostileInputTests : IDisposable
{
    private static readonly int Runs = int.Parse(Environment.GetEnvironmentVariable("EUDIPLO_FUZZ_RUNS") ?? "10000", CultureInfo.InvariantCulture);

    private readonly TestKey _issuer = new();
    private readonly TestKey _holder = new();

    public void Dispose()
    {
        _issuer.Dispose();
        _holder.Dispose();
    }

    [Fact]
    public void No_changed_presentation_is_believed_or_throws()
    {
        var good = Pid().Present();
        var verifier = new SdJwtVcVerifier(new SdJwtVcOptions(), new JwkCache());
        var context = Context();
        Assert.True(verifier.Verify(good, true, context).IsVerified);

        Run(mutator =>
        {
            var text = mutator.Text(good);
            Assert.False(text != good && verifier.Verify(text, true, context).IsVerified, text);
        });
    }

    [Fact]
    public void No_payload_or_disclosure_makes_the_processor_throw()
    {
        var credential = Pid();
        var payload = credential.Payload.ToJsonString();

        Run(mutator =>
        {
            var disclosures = credential.Disclosures.ToList();
            var changed = payload;
            if (mutator.Next(2) == 0)
            {
                var at = mutator.Next(disclosures.Count);
                var before = disclosures[at];
                var json = Encoding.UTF8.GetString(Convert.FromBase64String(Padded(before)));
                disclosures[at] = TestKey.Text(mutator.Next(3) == 0 ? mutator.Text(json) : mutator.Json(json));
                // The issuer signed it so: the digest is where it was.
                changed = payload.Replace(credential.Digest(before), credential.Digest(disclosures[at]), StringComparison.Ordinal);
            }

            if (mutator.Next(2) == 0)
            {
                changed = mutator.Json(changed);
            }

            if (StrictJson.TryParse(changed, out var claims) && claims.ValueKind == JsonValueKind.Object)
            {
                var processed = DisclosureProcessor.Process(claims, disclosures, SdJwtLimits.Default, out var error);
                Assert.Equal(processed is null, error != SdJwtError.None);
                Assert.False(processed?.Claims.GetRawText().Contains("\"_sd\"", StringComparison.Ordinal) ?? false);
            }
        });
    }

    [Fact]
    public void No_signed_nonsense_makes_the_verifier_throw()
    {
        var verifier = new SdJwtVcVerifier(new SdJwtVcOptions(), new JwkCache());
        var context = Context();
        Run(
            mutator =>
            {
                var credential = Pid();
                var header = credential.Header.ToJsonString();
                var payload = credential.Payload.ToJsonString();
                var jwt = mutator.Next(2) == 0
                    ? _issuer.Sign(mutator.Json(header), payload)
                    : _issuer.Sign(header, mutator.Next(4) == 0 ? mutator.Text(payload) : mutator.Json(payload));
                verifier.Verify(credential.Bind(credential.WithoutBinding(jwt)), true, context);

                credential.BindingPayload["sd_hash"] = credential.Digest(credential.WithoutBinding());
                var binding = _holder.Sign(mutator.Json(credential.BindingHeader.ToJsonString()), mutator.Json(credential.BindingPayload.ToJsonString()));
                verifier.Verify(credential.WithoutBinding() + binding, true, context);
            },
            // Each run signs four times.
            Runs / 10);
    }

    [Fact]
    public void No_query_makes_the_DCQL_parser_throw()
    {
        var queries = PublishedQueries.Supported.Select(row => (string)row[1]).ToList();
        Run(mutator =>
        {
            var query = queries[mutator.Next(queries.Count)];
            var text = mutator.Next(3) == 0 ? mutator.Text(query) : mutator.Json(query);
            var valid = DcqlQuery.TryParse(text, out var parsed, out var errors);
            Assert.Equal(valid, errors.Count == 0);
            Assert.Equal(valid, parsed is not null);
        });
    }

    [Fact]
    public void No_response_makes_the_verifier_throw()
    {
        Assert.True(DcqlQuery.TryParse(PublishedQueries.CredentialsAlternatives, out var query, out _));
        var verifier = new PresentationVerifier([new SdJwtVcVerifier(new SdJwtVcOptions(), new JwkCache())]);
        var context = Context();
        var envelope = new JsonObject { ["vp_token"] = new JsonObject { ["pid"] = new JsonArray(Pid().Present()), ["nice_to_have"] = new JsonArray("x") } };
        var good = envelope.ToJsonString();
        Run(mutator =>
        {
            var response = OpenId4VpResponse.Parse(mutator.Next(2) == 0 ? mutator.Text(good) : mutator.Json(good));
            if (response?.VpToken is { } token)
            {
                Assert.False(verifier.Verify(query, token, context).IsVerified);
                Assert.False(verifier.Verify(query, token.GetRawText(), context).IsVerified);
            }
        });
    }

    [Fact]
    public void No_key_makes_the_JWK_parser_throw()
    {
        var good = $$"""{"keys":[{{_issuer.Public("k").ToJson()}},{"kty":"RSA","n":"{{TestKey.Text(Enumerable.Repeat((byte)0xF1, 256).ToArray())}}","e":"AQAB"}]}""";
        Run(mutator =>
        {
            if (JwkSet.TryParse(mutator.Next(2) == 0 ? mutator.Text(good) : mutator.Json(good), out var set))
            {
                Assert.All(set.Keys, key => Assert.NotEqual(JwsError.None, key.Verify(JwsAlgorithms.ES256, [1], new byte[64])));
            }
        });
    }

    [Fact]
    public void No_certificate_makes_the_chain_check_throw()
    {
        using var root = new TestAuthority("Root");
        var anchors = new TrustAnchors([root.Certificate]);
        var good = root.Issue(_issuer.Key, uri: "https://pid.example");
        Run(
            mutator =>
            {
                var changed = (byte[])good.Clone();
                for (var times = 1 + mutator.Next(4); times > 0; times--)
                {
                    changed[mutator.Next(changed.Length)] = (byte)mutator.Next(256);
                }

                if (mutator.Next(8) == 0)
                {
                    Array.Resize(ref changed, mutator.Next(changed.Length + 10));
                }

                var chain = anchors.Verify([changed], TestCredential.Now, out var error);
                Assert.Equal(chain is null, error != CertificateChainError.None);
                Assert.True(chain is null || changed.AsSpan().SequenceEqual(good));
            },
            // Building a chain costs a millisecond.
            Runs / 5);
    }

    private static void Run(Action<Mutator> one, int? runs = null)
    {
        for (var seed = 1; seed <= (runs ?? Runs); seed++)
        {
            try
            {
                one(new Mutator(seed));
            }
            catch (Exception exception)
            {
                Assert.Fail($"seed {seed}: {exception}");
            }
        }
    }

    private static string Padded(string text) =>
        text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');

    private TestCredential Pid()
    {
        var credential = new TestCredential(_issuer, _holder);
        credential.WithClaim("given_name", "\"Erika\"");
        var street = credential.DiscloseMember("street_address", "\"Heidestraße 17\"");
        credential.WithClaim("address", $$"""{"_sd":["{{street}}"],"locality":"Köln"}""");
        credential.Payload["nationalities"] = JsonNode.Parse($$"""["FR",{"...":"{{credential.DiscloseItem("\"DE\"")}}"},{"...":"decoy"}]""");
        return credential;
    }

    private PresentationContext Context() => new()
    {
        Nonce = TestCredential.Nonce,
        AcceptedAudiences = [TestCredential.Audience],
        Now = TestCredential.Now,
        Trust = new TrustMaterial
        {
            Issuers = new Dictionary<string, TrustedIssuer>
            {
                [TestCredential.IssuerId] = new(TestCredential.IssuerId) { Keys = new JwkSet([_issuer.Public("k1")]) },
            },
        },
    };
}
