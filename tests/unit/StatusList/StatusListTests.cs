using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.StatusList;
using Eudiplo.Protocol.Trust;
using Eudiplo.Unit.Tests.Mdoc;
using Eudiplo.Unit.Tests.SdJwt;

namespace Eudiplo.Unit.Tests.StatusList;

/// <summary>The validation rules of Token Status List, one at a time, for both formats.</summary>
public sealed class StatusListTests : IDisposable
{
    private readonly TestStatusList _test = new();

    public void Dispose() => _test.Dispose();

    private StatusListError OfJwt(
        string? jwt = null, StatusListTrust? trust = null, StatusListLimits? limits = null, TimeSpan skew = default)
    {
        StatusListToken? list = StatusListJwt.Verify(
            jwt ?? _test.Jwt(),
            TestStatusList.Uri,
            trust ?? _test.Trust,
            TestStatusList.Now,
            skew,
            limits ?? StatusListLimits.Default,
            out StatusListError error);
        Assert.Equal(error == StatusListError.None, list is not null);
        return error;
    }

    private StatusListError OfCwt(byte[]? cwt = null, StatusListTrust? trust = null, StatusListLimits? limits = null)
    {
        StatusListToken? list = StatusListCwt.Verify(
            cwt ?? _test.Cwt(),
            TestStatusList.Uri,
            trust ?? _test.Trust,
            TestStatusList.Now,
            default,
            limits ?? StatusListLimits.Default,
            out StatusListError error);
        Assert.Equal(error == StatusListError.None, list is not null);
        return error;
    }

    private void SetList(int bits, byte[] compressed)
    {
        _test.Claims["status_list"] = new JsonObject { ["bits"] = bits, ["lst"] = TestKey.Text(compressed) };
        _test.CwtClaims[65533] = TestStatusList.List("bits", bits, "lst", Convert.ToHexString(compressed));
    }

    [Fact]
    public void Right_lists_are_verified()
    {
        Assert.Equal(StatusListError.None, OfJwt());
        Assert.Equal(StatusListError.None, OfCwt());
    }

    [Theory]
    [InlineData("typ", null, StatusListError.TypeWrong)]
    [InlineData("typ", "\"JWT\"", StatusListError.TypeWrong)]
    [InlineData("typ", "\"application/statuslist+jwt\"", StatusListError.None)]
    [InlineData("alg", "\"none\"", StatusListError.AlgorithmNotAllowed)]
    [InlineData("alg", "\"HS256\"", StatusListError.AlgorithmNotAllowed)]
    [InlineData("alg", "\"RS256\"", StatusListError.AlgorithmNotAllowed)]
    [InlineData("alg", "\"ES384\"", StatusListError.KeyNotTrusted)]
    [InlineData("kid", "\"13\"", StatusListError.KeyNotTrusted)]
    [InlineData("kid", null, StatusListError.None)]
    [InlineData("x5c", "[\"AAAA\"]", StatusListError.KeyNotTrusted)]
    [InlineData("crit", "[\"x\"]", StatusListError.Malformed)]
    public void The_header_of_a_JWT_is_checked(string name, string? value, StatusListError expected)
    {
        Dpop.TestProof.Set(_test.Header, name, value);
        Assert.Equal(expected, OfJwt());
    }

    [Theory]
    [InlineData("sub", null, StatusListError.ClaimMalformed)]
    [InlineData("sub", "1", StatusListError.ClaimMalformed)]
    [InlineData("sub", "\"https://example.com/statuslists/2\"", StatusListError.SubjectMismatch)]
    [InlineData("sub", "\"https://example.com/statuslists/1/\"", StatusListError.SubjectMismatch)]
    [InlineData("iat", null, StatusListError.ClaimMalformed)]
    [InlineData("iat", "\"1\"", StatusListError.ClaimMalformed)]
    [InlineData("iat", "1788264001", StatusListError.NotYetValid)]
    [InlineData("nbf", "1788264001", StatusListError.NotYetValid)]
    [InlineData("exp", null, StatusListError.None)]
    [InlineData("exp", "1788264000", StatusListError.Expired)]
    [InlineData("exp", "1788264001", StatusListError.None)]
    [InlineData("exp", "1e99", StatusListError.ClaimMalformed)]
    [InlineData("ttl", null, StatusListError.None)]
    [InlineData("ttl", "0", StatusListError.ClaimMalformed)]
    [InlineData("ttl", "-1", StatusListError.ClaimMalformed)]
    [InlineData("ttl", "\"600\"", StatusListError.ClaimMalformed)]
    [InlineData("ttl", "1e300", StatusListError.None)]
    [InlineData("status_list", null, StatusListError.ClaimMalformed)]
    [InlineData("status_list", "[]", StatusListError.ClaimMalformed)]
    [InlineData("status_list", "{\"bits\":1}", StatusListError.ClaimMalformed)]
    [InlineData("status_list", "{\"bits\":\"1\",\"lst\":\"eNrbuRgAAhcBXQ\"}", StatusListError.ClaimMalformed)]
    [InlineData("status_list", "{\"bits\":1.5,\"lst\":\"eNrbuRgAAhcBXQ\"}", StatusListError.ClaimMalformed)]
    [InlineData("status_list", "{\"bits\":3,\"lst\":\"eNrbuRgAAhcBXQ\"}", StatusListError.BitsNotSupported)]
    [InlineData("status_list", "{\"bits\":0,\"lst\":\"eNrbuRgAAhcBXQ\"}", StatusListError.BitsNotSupported)]
    [InlineData("status_list", "{\"bits\":16,\"lst\":\"eNrbuRgAAhcBXQ\"}", StatusListError.BitsNotSupported)]
    [InlineData("status_list", "{\"bits\":1,\"lst\":\"eNrbuRgAAhcBXQ==\"}", StatusListError.ClaimMalformed)]
    [InlineData("status_list", "{\"bits\":1,\"lst\":\"\"}", StatusListError.NotCompressed)]
    [InlineData("status_list", "{\"bits\":1,\"lst\":\"AAAA\"}", StatusListError.NotCompressed)]
    public void The_claims_of_a_JWT_are_checked(string name, string? value, StatusListError expected)
    {
        Dpop.TestProof.Set(_test.Claims, name, value);
        Assert.Equal(expected, OfJwt());
    }

    [Fact]
    public void The_claims_of_a_CWT_are_checked()
    {
        foreach ((int label, Action<CborWriter>? value, StatusListError expected) in ((int, Action<CborWriter>?, StatusListError)[])
        [
            (2, null, StatusListError.ClaimMalformed),
            (2, writer => writer.WriteInt32(1), StatusListError.ClaimMalformed),
            (2, writer => writer.WriteTextString("https://example.com/statuslists/2"), StatusListError.SubjectMismatch),
            (6, null, StatusListError.ClaimMalformed),
            (6, writer => writer.WriteTextString("1"), StatusListError.ClaimMalformed),
            (6, writer => writer.WriteUInt64(ulong.MaxValue), StatusListError.ClaimMalformed),
            (6, writer => writer.WriteDouble(double.NaN), StatusListError.ClaimMalformed),
            (6, writer => writer.WriteDouble(1788264000.5), StatusListError.NotYetValid),
            (5, writer => writer.WriteInt64(1788264001), StatusListError.NotYetValid),
            (4, null, StatusListError.None),
            (4, writer => writer.WriteInt64(1788264000), StatusListError.Expired),
            (65534, null, StatusListError.None),
            (65534, writer => writer.WriteInt32(0), StatusListError.ClaimMalformed),
            (65534, writer => writer.WriteInt32(-1), StatusListError.ClaimMalformed),
            (65534, writer => writer.WriteUInt64(ulong.MaxValue), StatusListError.None),
            (65533, null, StatusListError.ClaimMalformed),
            (65533, writer => writer.WriteNull(), StatusListError.ClaimMalformed),
            (65533, TestStatusList.List("bit", 1, "lst", "78dadbb918000217015d"), StatusListError.ClaimMalformed),
            (65533, TestStatusList.List("bits", 1, "list", "78dadbb918000217015d"), StatusListError.ClaimMalformed),
            (65533, TestStatusList.List("bits", 3, "lst", "78dadbb918000217015d"), StatusListError.BitsNotSupported),
            (65533, TestStatusList.List("bits", -1, "lst", "78dadbb918000217015d"), StatusListError.ClaimMalformed),
            (65533, TestStatusList.List("bits", 1, "lst", "000000"), StatusListError.NotCompressed),
        ])
        {
            using var test = new TestStatusList();
            test.CwtClaims.Remove(label);
            if (value is not null)
            {
                test.CwtClaims[label] = value;
            }

            Assert.Equal(expected, OfCwt(test.Cwt(), test.Trust));
        }
    }

    [Fact]
    public void The_header_of_a_CWT_is_checked()
    {
        _test.CwtType = null;
        Assert.Equal(StatusListError.TypeWrong, OfCwt());
        _test.CwtType = writer => writer.WriteTextString("application/cwt");
        Assert.Equal(StatusListError.TypeWrong, OfCwt());
        _test.CwtType = writer => writer.WriteInt32(61);
        Assert.Equal(StatusListError.TypeWrong, OfCwt());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(17UL)] // COSE_Mac0
    [InlineData(61UL)] // CWT
    [InlineData(98UL)] // COSE_Sign
    public void A_CWT_that_is_no_tagged_COSE_Sign1_is_refused(ulong? tag)
    {
        _test.CwtTag = tag;
        Assert.Equal(StatusListError.Malformed, OfCwt());
    }

    [Fact]
    public void The_algorithm_of_a_CWT_is_checked()
    {
        _test.CwtAlgorithm = -257;
        Assert.Equal(StatusListError.AlgorithmNotAllowed, OfCwt());
        _test.CwtAlgorithm = -35;
        Assert.Equal(StatusListError.KeyNotTrusted, OfCwt());
        _test.CwtAlgorithm = -7;
        Assert.Equal(StatusListError.AlgorithmNotAllowed, OfCwt(trust: _test.Trust with { Algorithms = JwsAlgorithms.ES512 }));
    }

    [Fact]
    public void A_list_of_another_key_is_refused()
    {
        using var other = new TestKey();
        StatusListTrust trust = new() { Keys = new JwkSet([other.Public("12")]) };

        Assert.Equal(StatusListError.SignatureInvalid, OfJwt(trust: trust));
        Assert.Equal(StatusListError.SignatureInvalid, OfCwt(trust: trust));
        Assert.Equal(StatusListError.KeyNotTrusted, OfJwt(trust: new StatusListTrust()));
        Assert.Equal(StatusListError.KeyNotTrusted, OfCwt(trust: new StatusListTrust()));
    }

    [Fact]
    public void A_list_with_a_chain_is_verified_by_its_root_and_not_by_a_key()
    {
        using var issuer = new TestIssuer(purpose: null);
        _test.Header["x5c"] = new JsonArray(Convert.ToBase64String(issuer.Certificate));
        string signed = $"{TestKey.Text(_test.Header.ToJsonString())}.{TestKey.Text(_test.Claims.ToJsonString())}";
        byte[] signature = issuer.Key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256);
        string jwt = $"{signed}.{TestKey.Text(signature)}";

        Assert.Equal(StatusListError.None, OfJwt(jwt, new() { Anchors = issuer.Roots }));
        Assert.Equal(StatusListError.KeyNotTrusted, OfJwt(jwt, new() { Anchors = TrustAnchors.None, Keys = _test.Trust.Keys }));
    }

    [Fact]
    public void Clocks_may_differ_by_the_skew()
    {
        _test.Claims["iat"] = TestStatusList.Now.ToUnixTimeSeconds() + 30;
        Assert.Equal(StatusListError.NotYetValid, OfJwt(skew: TimeSpan.FromSeconds(29)));
        Assert.Equal(StatusListError.None, OfJwt(skew: TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void A_decompression_bomb_is_refused_before_it_is_unpacked()
    {
        byte[] bomb = TestStatusList.Compress(new byte[64 * 1024 * 1024]);
        Assert.True(bomb.Length < 100_000);
        SetList(1, bomb);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(StatusListError.ListTooLong, OfJwt());
        Assert.Equal(StatusListError.ListTooLong, OfCwt());

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 40 * 1024 * 1024);
    }

    [Fact]
    public void The_longest_list_allowed_is_read_and_a_longer_one_is_not()
    {
        var limits = new StatusListLimits { MaxListLength = 40_000 };
        SetList(8, TestStatusList.Compress(new byte[40_000]));
        Assert.Equal(StatusListError.None, OfJwt(limits: limits));
        SetList(8, TestStatusList.Compress(new byte[40_001]));
        Assert.Equal(StatusListError.ListTooLong, OfJwt(limits: limits));
    }

    [Fact]
    public void A_list_that_is_cut_short_is_refused()
    {
        byte[] whole = TestStatusList.Compress(RandomNumberGenerator.GetBytes(1000));
        SetList(1, whole[..^20]);
        Assert.Equal(StatusListError.NotCompressed, OfJwt());
        SetList(1, [0x78, 0xbb, .. whole[2..]]); // wants a preset dictionary
        Assert.Equal(StatusListError.NotCompressed, OfJwt());
        SetList(1, [.. whole[..^1], (byte)(whole[^1] ^ 1)]); // Adler-32
        Assert.Equal(StatusListError.NotCompressed, OfJwt());
    }

    [Fact]
    public void The_length_of_a_token_is_bounded()
    {
        Assert.Equal(StatusListError.TooLong, OfJwt(limits: new StatusListLimits { MaxTokenLength = 100 }));
        Assert.Equal(StatusListError.TooLong, OfCwt(limits: new StatusListLimits { MaxTokenLength = 100 }));
    }

    [Fact]
    public void A_changed_or_truncated_token_is_refused()
    {
        byte[] cwt = _test.Cwt();
        for (int at = 0; at < cwt.Length; at++)
        {
            cwt[at] ^= 1;
            StatusListError error = OfCwt(cwt);
            // The unprotected kid may change: without it the only key of the set is tried.
            Assert.True(error != StatusListError.None || IsKeyId(cwt, at), $"octet {at}");
            cwt[at] ^= 1;
            Assert.NotEqual(StatusListError.None, OfCwt(cwt[..at]));
        }
    }

    [Fact]
    public void A_copy_is_fresh_until_the_sooner_of_ttl_and_exp()
    {
        DateTimeOffset now = TestStatusList.Now;
        TimeSpan otherwise = TimeSpan.FromMinutes(1);
        Assert.Equal(now.AddMinutes(10), Verified().FreshUntil(now, otherwise));
        Assert.Equal(now.AddHours(1), Verified().FreshUntil(now.AddMinutes(55), otherwise));
        _test.Claims.Remove("ttl");
        Assert.Equal(now.AddHours(1), Verified().FreshUntil(now, otherwise));
        _test.Claims.Remove("exp");
        Assert.Equal(now.AddMinutes(1), Verified().FreshUntil(now, otherwise));
        _test.Claims["ttl"] = 1e300;
        Assert.True(Verified().FreshUntil(DateTimeOffset.MaxValue.AddDays(-1), otherwise) == DateTimeOffset.MaxValue);
    }

    private StatusListToken Verified() =>
        StatusListJwt.Verify(_test.Jwt(), TestStatusList.Uri, _test.Trust, TestStatusList.Now, default, StatusListLimits.Default, out _)!;

    private static bool IsKeyId(byte[] cwt, int at)
    {
        int header = cwt.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xa1, 0x04, 0x42]);
        return header < 0 || (at > header && at <= header + 4);
    }
}
