using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Unit.Tests.Capabilities;

public sealed class CapabilityTests
{
    private const string Good = "AaIB2MS-fsOFs5O7osbELqmoyXXyBXTpC4yQHjBIklT4ogVVBMY-aVrTrvd6WycU";

    public static TheoryData<string?> Malformed =>
    [
        null, "", " ", Good[..^1], Good + "A", Good.Replace('-', '+'), Good[..60] + "====", new string('=', 64), new string('\0', 64), new string('\u00e9', 64),
        new string(' ', 64), Good[..63] + "\n", new string('x', 1_000_000), "\ud800" + Good[1..],
    ];

    [Fact]
    public void What_was_made_of_an_id_and_a_secret_gives_both_back()
    {
        var id = Guid.CreateVersion7();
        var secret = new byte[Capability.SecretLength];
        new Random(1).NextBytes(secret);
        var text = Capability.Encode(id, secret);

        Assert.True(Capability.TryDecode(text, out var decoded, out var again));
        Assert.Equal(id, decoded);
        Assert.Equal(text, Capability.Encode(decoded, again));
        Assert.True(CapabilitySecret.Matches(again, CapabilitySecret.Hash(again)));
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_text_that_is_no_capability_is_refused_without_an_exception(string? text)
    {
        Assert.False(Capability.TryDecode(text, out _, out _));
        Assert.Null(CapabilitySecret.Hash(text));
        Assert.Null(CapabilitySecret.Hash(text?[..Math.Min(43, text.Length)]?.Replace('A', '!')));
        Assert.False(CapabilitySecret.Matches(text, new byte[32]));
    }

    [Fact]
    public void A_secret_without_a_stored_hash_matches_nothing() => Assert.False(CapabilitySecret.Matches(new string('A', 43), null));
}
