using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.StatusList;

namespace Eudiplo.Unit.Tests.StatusList;

/// <summary>The examples and test vectors of the Token Status List draft.</summary>
public class StatusListVectorTests
{
    // iat and exp of the examples.
    private static readonly DateTimeOffset ExampleTime = DateTimeOffset.FromUnixTimeSeconds(1686920170);

    private static StatusListTrust Trust()
    {
        Assert.True(Jwk.TryParse(DraftVectors.Key, out Jwk? key, out _));
        return new() { Keys = new JwkSet([key]) };
    }

    [Fact]
    public void The_token_in_JWT_format_is_verified()
    {
        StatusListToken? list = StatusListJwt.Verify(
            DraftVectors.Jwt, TestStatusList.Uri, Trust(), ExampleTime, TimeSpan.Zero, StatusListLimits.Default, out StatusListError error);

        Assert.Equal(StatusListError.None, error);
        CheckExample(list!);
    }

    [Fact]
    public void The_token_in_CWT_format_is_verified()
    {
        StatusListToken? list = StatusListCwt.Verify(
            Convert.FromHexString(DraftVectors.Cwt),
            TestStatusList.Uri,
            Trust(),
            ExampleTime,
            TimeSpan.Zero,
            StatusListLimits.Default,
            out StatusListError error);

        Assert.Equal(StatusListError.None, error);
        CheckExample(list!);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Every_place_of_the_test_vectors_is_read(int bits)
    {
        (string lst, (int Index, byte Status)[] set) = bits switch
        {
            1 => (DraftVectors.Bits1, DraftVectors.Statuses1),
            2 => (DraftVectors.Bits2, DraftVectors.Statuses2),
            4 => (DraftVectors.Bits4, DraftVectors.Statuses4),
            _ => (DraftVectors.Bits8, DraftVectors.Statuses8),
        };
        using var test = new TestStatusList();
        test.Claims["status_list"]!["bits"] = bits;
        test.Claims["status_list"]!["lst"] = lst;

        StatusListToken list = StatusListJwt.Verify(
            test.Jwt(), TestStatusList.Uri, test.Trust, TestStatusList.Now, TimeSpan.Zero, StatusListLimits.Default, out _)!;

        Assert.Equal(1 << 20, list.Count);
        byte[] expected = new byte[1 << 20];
        foreach ((int index, byte status) in set)
        {
            expected[index] = status;
        }

        Assert.Equal(expected, Enumerable.Range(0, 1 << 20).Select(index => (byte)list.At(index)!.Value).ToArray());
        Assert.Null(list.At(1 << 20));
        Assert.Null(list.At(-1));
        Assert.Null(list.At(long.MaxValue));
    }

    private static void CheckExample(StatusListToken list)
    {
        Assert.Equal(16, list.Count);
        Assert.Equal("1001110111000101", string.Concat(Enumerable.Range(0, 16).Select(index => (int)list.At(index)!.Value)));
        Assert.Equal(ExampleTime, list.IssuedAt);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(2291720170), list.ExpiresAt);
        Assert.Equal(TimeSpan.FromHours(12), list.TimeToLive);
    }
}
