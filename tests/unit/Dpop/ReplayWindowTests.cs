using Eudiplo.Protocol.Dpop;

namespace Eudiplo.Unit.Tests.Dpop;

public sealed class ReplayWindowTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(3);

    [Fact]
    public void An_identifier_is_new_once_and_seen_for_at_least_the_window()
    {
        var window = new ReplayWindow(Window, 1024);

        Assert.Equal(ReplayState.New, window.Use("a", Noon + TimeSpan.FromSeconds(170)));
        for (var seconds = 170; seconds <= 170 + 180; seconds += 10)
        {
            Assert.Equal(ReplayState.Seen, window.Use("a", Noon + TimeSpan.FromSeconds(seconds)));
        }

        Assert.Equal(ReplayState.New, window.Use("b", Noon));
        Assert.Equal(ReplayState.New, window.Use("a", Noon + TimeSpan.FromHours(1)));
    }

    [Fact]
    public void A_full_window_forgets_nothing_takes_nothing_new_and_has_room_again_when_time_has_passed()
    {
        var window = new ReplayWindow(Window, 1024);
        var taken = new List<string>();
        for (var i = 0; i < 4096; i++)
        {
            if (window.Use($"{i}", Noon) == ReplayState.New)
            {
                taken.Add($"{i}");
            }
        }

        Assert.InRange(taken.Count, 900, 1024);
        Assert.All(taken, name => Assert.Equal(ReplayState.Seen, window.Use(name, Noon + Window)));
        Assert.Equal(ReplayState.New, window.Use("late", Noon + (3 * Window)));
    }

    [Fact]
    public void Of_many_that_bring_one_identifier_at_once_one_is_told_that_it_is_new()
    {
        var window = new ReplayWindow(Window, 4096);
        var fresh = 0;

        Parallel.For(0, 64, _ =>
        {
            if (window.Use("one", Noon) == ReplayState.New)
            {
                Interlocked.Increment(ref fresh);
            }
        });

        Assert.Equal(1, fresh);
    }
}
