using System.Text.Json.Nodes;
using Eudiplo.Protocol.Presentations;

namespace Eudiplo.Unit.Tests.SdJwt;

/// <summary>One change each to a true presentation, and the reason for which it must be refused.</summary>
public static class SdJwtVcMutations
{
    public static TheoryData<string, Action<TestCredential>, VerificationFailureReason> All => new()
    {
        { "issuer typ JWT", one => one.Header["typ"] = "JWT", VerificationFailureReason.TypeHeaderWrong },
        { "issuer typ kb+jwt", one => one.Header["typ"] = "kb+jwt", VerificationFailureReason.TypeHeaderWrong },
        { "issuer typ older", one => one.Header["typ"] = "vc+sd-jwt", VerificationFailureReason.TypeHeaderWrong },
        { "issuer typ missing", one => one.Header.Remove("typ"), VerificationFailureReason.TypeHeaderWrong },
        { "issuer alg none", one => one.Header["alg"] = "none", VerificationFailureReason.AlgorithmNotAllowed },
        { "issuer alg HS256", one => one.Header["alg"] = "HS256", VerificationFailureReason.AlgorithmNotAllowed },
        { "issuer alg missing", one => one.Header.Remove("alg"), VerificationFailureReason.AlgorithmNotAllowed },
        { "issuer alg not allowed", one => one.Header["alg"] = "RS256", VerificationFailureReason.AlgorithmNotAllowed },
        { "issuer alg of another key", one => one.Header["alg"] = "ES384", VerificationFailureReason.IssuerKeyNotFound },
        { "issuer crit", one => one.Header["crit"] = new JsonArray("b64"), VerificationFailureReason.PresentationMalformed },
        { "issuer kid unknown", one => one.Header["kid"] = "k9", VerificationFailureReason.IssuerKeyNotFound },
        { "iss unknown", one => one.Payload["iss"] = "https://other.example", VerificationFailureReason.IssuerNotTrusted },
        { "iss missing", one => one.Payload.Remove("iss"), VerificationFailureReason.IssuerNotTrusted },
        { "iss a number", one => one.Payload["iss"] = 7, VerificationFailureReason.ClaimMalformed },
        { "vct missing", one => one.Payload.Remove("vct"), VerificationFailureReason.ClaimMalformed },
        { "vct an array", one => one.Payload["vct"] = new JsonArray("a"), VerificationFailureReason.ClaimMalformed },
        { "vct empty", one => one.Payload["vct"] = "", VerificationFailureReason.ClaimMalformed },
        { "exp a string", one => one.Payload["exp"] = "1", VerificationFailureReason.ClaimMalformed },
        { "exp beyond time", one => one.Payload["exp"] = 1e300, VerificationFailureReason.ClaimMalformed },
        { "nbf a bool", one => one.Payload["nbf"] = true, VerificationFailureReason.ClaimMalformed },
        { "iat an object", one => one.Payload["iat"] = new JsonObject(), VerificationFailureReason.ClaimMalformed },
        { "expired", one => one.Payload["exp"] = Seconds(-60), VerificationFailureReason.Expired },
        { "not yet valid", one => one.Payload["nbf"] = Seconds(61), VerificationFailureReason.NotYetValid },
        { "issued in the future", one => one.Payload["iat"] = Seconds(61), VerificationFailureReason.NotYetValid },
        { "aud another", one => one.Payload["aud"] = "https://verifier.example", VerificationFailureReason.AudienceMismatch },
        { "aud others", one => one.Payload["aud"] = new JsonArray("a", 1), VerificationFailureReason.AudienceMismatch },
        { "aud a number", one => one.Payload["aud"] = 1, VerificationFailureReason.AudienceMismatch },
        { "status a string", one => one.Payload["status"] = "good", VerificationFailureReason.StatusMalformed },
        { "status without uri", one => one.Payload["status"] = JsonNode.Parse("""{"status_list":{"idx":1}}"""), VerificationFailureReason.StatusMalformed },
        { "status index negative", one => one.Payload["status"] = JsonNode.Parse("""{"status_list":{"idx":-1,"uri":"https://x"}}"""), VerificationFailureReason.StatusMalformed },
        { "status list no object", one => one.Payload["status"] = JsonNode.Parse("""{"status_list":[]}"""), VerificationFailureReason.StatusMalformed },
        { "cnf missing", one => one.Payload.Remove("cnf"), VerificationFailureReason.HolderKeyMissing },
        { "cnf of another kind", one => one.Payload["cnf"] = JsonNode.Parse("""{"kid":"x"}"""), VerificationFailureReason.HolderKeyMissing },
        { "cnf a string", one => one.Payload["cnf"] = "x", VerificationFailureReason.HolderKeyMissing },
        { "cnf not on its curve", one => one.Payload["cnf"]!["jwk"]!["x"] = TestKey.Text(new byte[32]), VerificationFailureReason.HolderKeyMissing },
        { "cnf with a private part", one => one.Payload["cnf"]!["jwk"]!["d"] = "AA", VerificationFailureReason.HolderKeyMissing },
        { "hash unknown", one => one.Payload["_sd_alg"] = "md5", VerificationFailureReason.DisclosureInvalid },
        { "hash a number", one => one.Payload["_sd_alg"] = 256, VerificationFailureReason.DisclosureInvalid },
        { "kb typ JWT", one => one.BindingHeader["typ"] = "JWT", VerificationFailureReason.HolderBindingMalformed },
        { "kb typ missing", one => one.BindingHeader.Remove("typ"), VerificationFailureReason.HolderBindingMalformed },
        { "kb alg none", one => one.BindingHeader["alg"] = "none", VerificationFailureReason.AlgorithmNotAllowed },
        { "kb alg not allowed", one => one.BindingHeader["alg"] = "PS256", VerificationFailureReason.AlgorithmNotAllowed },
        { "kb alg of another key", one => one.BindingHeader["alg"] = "ES512", VerificationFailureReason.HolderSignatureInvalid },
        { "kb crit", one => one.BindingHeader["crit"] = new JsonArray("exp"), VerificationFailureReason.HolderBindingMalformed },
        { "kb nonce of another session", one => one.BindingPayload["nonce"] = "another", VerificationFailureReason.NonceMismatch },
        { "kb nonce missing", one => one.BindingPayload.Remove("nonce"), VerificationFailureReason.HolderBindingMalformed },
        { "kb nonce a number", one => one.BindingPayload["nonce"] = 5, VerificationFailureReason.HolderBindingMalformed },
        { "kb aud another", one => one.BindingPayload["aud"] = "iae:https://issuer.example.evil", VerificationFailureReason.AudienceMismatch },
        { "kb aud other case", one => one.BindingPayload["aud"] = "IAE:https://issuer.example", VerificationFailureReason.AudienceMismatch },
        { "kb aud an array", one => one.BindingPayload["aud"] = new JsonArray(TestCredential.Audience), VerificationFailureReason.HolderBindingMalformed },
        { "kb aud missing", one => one.BindingPayload.Remove("aud"), VerificationFailureReason.HolderBindingMalformed },
        { "kb iat missing", one => one.BindingPayload.Remove("iat"), VerificationFailureReason.HolderBindingMalformed },
        { "kb iat too old", one => one.BindingPayload["iat"] = Seconds(-361), VerificationFailureReason.HolderBindingTimeOutsideWindow },
        { "kb iat in the future", one => one.BindingPayload["iat"] = Seconds(61), VerificationFailureReason.HolderBindingTimeOutsideWindow },
        { "kb exp passed", one => one.BindingPayload["exp"] = Seconds(-60), VerificationFailureReason.HolderBindingTimeOutsideWindow },
        { "kb nbf to come", one => one.BindingPayload["nbf"] = Seconds(61), VerificationFailureReason.HolderBindingTimeOutsideWindow },
        { "kb sd_hash of another", one => one.BindingPayload["sd_hash"] = one.Digest("other~"), VerificationFailureReason.HolderBindingHashMismatch },
        { "kb sd_hash null", one => one.BindingPayload["sd_hash"] = null, VerificationFailureReason.HolderBindingMalformed },
    };

    private static long Seconds(int fromNow) => TestCredential.Now.ToUnixTimeSeconds() + fromNow;
}
