using System.Text.Json.Nodes;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Presentations;
using Eudiplo.Protocol.SdJwt;
using Eudiplo.Protocol.Trust;

namespace Eudiplo.Unit.Tests.SdJwt;

/// <summary>The examples of RFC 9901, true and with one thing changed at a time.</summary>
public class PublishedExampleTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static readonly DateTimeOffset Presented = DateTimeOffset.FromUnixTimeSeconds(1_748_454_271);

    [Theory]
    [InlineData(Rfc9901Examples.Section5, Rfc9901Examples.Section5Processed)]
    [InlineData(Rfc9901Examples.AppendixA1, Rfc9901Examples.AppendixA1Processed)]
    [InlineData(Rfc9901Examples.AppendixA2, Rfc9901Examples.AppendixA2Processed)]
    [InlineData(Rfc9901Examples.AppendixA3, Rfc9901Examples.AppendixA3Processed)]
    [InlineData(Rfc9901Examples.AppendixA3Presentation, Rfc9901Examples.AppendixA3PresentationProcessed)]
    public void Published_SD_JWTs_verify_and_process_to_the_published_claims(string text, string processed)
    {
        var presentation = SdJwtPresentation.Parse(text, SdJwtLimits.Default, out _);
        Assert.NotNull(presentation);
        Assert.Equal(JwsError.None, presentation.IssuerJwt.Verify(IssuerKey(), JwsAlgorithms.ES256));
        Assert.True(presentation.IssuerJwt.TryReadClaims(out var payload));

        var result = DisclosureProcessor.Process(payload, presentation.Disclosures, SdJwtLimits.Default, out var error);

        Assert.Equal(SdJwtError.None, error);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(processed), JsonNode.Parse(result!.Claims.GetRawText())), result.Claims.GetRawText());
        Assert.Equal(presentation.Disclosures.Count, result.Disclosures.Count);
    }

    [Fact]
    public void The_published_SD_JWT_VC_with_key_binding_verifies()
    {
        var verified = Verify(Rfc9901Examples.AppendixA3Presentation);

        Assert.True(verified.IsVerified, verified.Failure?.ToString());
        Assert.Equal("urn:eudi:pid:de:1", verified.Credential.Type);
        Assert.NotNull(verified.Credential.HolderKeyThumbprint);
    }

    [Theory]
    [InlineData("1234567891", "https://verifier.example.org", 0, VerificationFailureReason.NonceMismatch)]
    [InlineData("1234567890", "https://verifier.example.com", 0, VerificationFailureReason.AudienceMismatch)]
    [InlineData("1234567890", "https://verifier.example.org", 361, VerificationFailureReason.HolderBindingTimeOutsideWindow)]
    [InlineData("1234567890", "https://verifier.example.org", -61, VerificationFailureReason.HolderBindingTimeOutsideWindow)]
    public void The_published_SD_JWT_VC_is_refused_in_another_transaction(string nonce, string audience, int late, VerificationFailureReason reason) =>
        Assert.Equal(reason, Verify(Rfc9901Examples.AppendixA3Presentation, nonce, audience, Presented.AddSeconds(late)).Failure?.Reason);

    [Fact]
    public void No_single_character_of_the_published_SD_JWT_VC_can_be_changed()
    {
        const string Text = Rfc9901Examples.AppendixA3Presentation;
        // Every seventh place of four kinds of change: each place is met by one kind or another, and the test stays quick.
        for (var at = 0; at < Text.Length; at++)
        {
            var changed = (at % 7) switch
            {
                0 => Text.Remove(at, 1),
                1 => Text.Insert(at, "A"),
                2 => $"{Text[..at]}~{Text[(at + 1)..]}",
                _ => $"{Text[..at]}{Alphabet[(Math.Max(0, Alphabet.IndexOf(Text[at], StringComparison.Ordinal)) + 1) % 64]}{Text[(at + 1)..]}",
            };
            Assert.False(changed != Text && Verify(changed).IsVerified, $"changed at {at}");
        }
    }

    [Fact]
    public void No_prefix_of_the_published_SD_JWT_VC_verifies()
    {
        const string Text = Rfc9901Examples.AppendixA3Presentation;
        for (var length = 0; length < Text.Length; length++)
        {
            Assert.False(Verify(Text[..length]).IsVerified);
        }
    }

    private static Jwk IssuerKey() => Jwk.TryParse(Rfc9901Examples.IssuerKey, out var key, out _) ? key : throw new InvalidOperationException();

    private static CredentialVerification Verify(
        string text, string nonce = "1234567890", string audience = "https://verifier.example.org", DateTimeOffset? now = null)
    {
        const string Issuer = "https://pid-issuer.bund.de.example";
        return new SdJwtVcVerifier(new SdJwtVcOptions(), new JwkCache()).Verify(text, requireHolderBinding: true, new PresentationContext
        {
            Nonce = nonce,
            AcceptedAudiences = [audience],
            Now = now ?? Presented,
            Trust = new TrustMaterial
            {
                Issuers = new Dictionary<string, TrustedIssuer> { [Issuer] = new(Issuer) { Keys = new JwkSet([IssuerKey()]) } },
            },
        });
    }
}
