using Eudiplo.Protocol.Dpop;

namespace Eudiplo.Unit.Tests.Dpop;

public class DpopNoncesTests
{
    private static readonly byte[] Old = [.. Enumerable.Repeat((byte)1, 32)];
    private static readonly byte[] New = [.. Enumerable.Repeat((byte)2, 32)];
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset Now = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero); // the beginning of a window

    [Fact]
    public void A_nonce_is_good_in_its_window_and_in_the_next_one()
    {
        var nonces = new DpopNonces([New], "t", Window);
        string nonce = nonces.Issue(Now);

        Assert.Equal(DpopNonceState.Fresh, nonces.Check(nonce, Now));
        Assert.Equal(DpopNonceState.Fresh, nonces.Check(nonce, Now + Window - TimeSpan.FromTicks(1)));
        Assert.Equal(DpopNonceState.Aging, nonces.Check(nonce, Now + Window));
        Assert.Equal(DpopNonceState.Aging, nonces.Check(nonce, Now + (2 * Window) - TimeSpan.FromTicks(1)));
        Assert.Equal(DpopNonceState.Invalid, nonces.Check(nonce, Now + (2 * Window)));
    }

    [Fact]
    public void A_node_whose_clock_is_behind_knows_the_nonce_of_the_next_window_and_no_later_one()
    {
        var nonces = new DpopNonces([New], "t", Window);

        Assert.Equal(DpopNonceState.Fresh, nonces.Check(nonces.Issue(Now), Now - TimeSpan.FromSeconds(1)));
        Assert.Equal(DpopNonceState.Invalid, nonces.Check(nonces.Issue(Now + Window), Now - TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Every_node_with_the_same_keys_makes_the_same_nonce() =>
        Assert.Equal(new DpopNonces([New], "t", Window).Issue(Now), new DpopNonces([New, Old], "t", Window).Issue(Now));

    [Fact]
    public void A_rotated_key_still_checks_and_asks_for_renewal()
    {
        string nonce = new DpopNonces([Old], "t", Window).Issue(Now);

        Assert.Equal(DpopNonceState.Aging, new DpopNonces([New, Old], "t", Window).Check(nonce, Now));
        Assert.Equal(DpopNonceState.Invalid, new DpopNonces([New], "t", Window).Check(nonce, Now));
    }

    [Fact]
    public void A_nonce_of_another_context_is_refused() =>
        Assert.Equal(
            DpopNonceState.Invalid,
            new DpopNonces([New], "tenant-b", Window).Check(new DpopNonces([New], "tenant-a", Window).Issue(Now), Now));

    [Fact]
    public void No_changed_character_is_accepted()
    {
        var nonces = new DpopNonces([New], "t", Window);
        string nonce = nonces.Issue(Now);

        for (int at = 0; at < nonce.Length; at++)
        {
            char[] changed = nonce.ToCharArray();
            changed[at] = changed[at] == 'A' ? 'B' : 'A';
            Assert.Equal(DpopNonceState.Invalid, nonces.Check(new string(changed), Now));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("f_________8AAAAAAAAAAAAAAAAAAAAA")] // the largest number
    [InlineData("gAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")] // the smallest
    [InlineData("x")]
    public void What_is_no_nonce_is_refused(string nonce) =>
        Assert.Equal(DpopNonceState.Invalid, new DpopNonces([New], "t", Window).Check(nonce, Now));

    [Fact]
    public void Short_keys_and_short_windows_are_mistakes_of_the_caller()
    {
        Assert.Throws<ArgumentException>(() => new DpopNonces([], "t", Window));
        Assert.Throws<ArgumentException>(() => new DpopNonces([new byte[31]], "t", Window));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DpopNonces([New], "t", TimeSpan.FromMilliseconds(999)));
    }
}
