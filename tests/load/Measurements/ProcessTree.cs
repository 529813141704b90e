using System.Globalization;

namespace Eudiplo.Load.Measurements;

/// <summary>
/// Processor time of some processes and all their descendants, from /proc. A process that has ended keeps what it had used when
/// last seen.
/// </summary>
/// <param name="roots">The processes.</param>
public sealed class ProcessTree(IReadOnlyList<int> roots)
{
    // USER_HZ: 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;
    private readonly Dictionary<int, long> _ticks = [];

    /// <summary>Whether there is anything to watch.</summary>
    public bool IsEmpty => roots.Count == 0 || !Directory.Exists("/proc");

    /// <summary>Looks for descendants: costs a walk over /proc.</summary>
    public void Discover()
    {
        if (IsEmpty)
        {
            return;
        }

        var parents = new Dictionary<int, int>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && Read(id) is { } stat)
            {
                parents[id] = stat.Parent;
            }
        }

        foreach (var id in parents.Keys)
        {
            for (var ancestor = id; ancestor > 0; ancestor = parents.GetValueOrDefault(ancestor))
            {
                if (roots.Contains(ancestor))
                {
                    _ticks.TryAdd(id, 0);
                    break;
                }
            }
        }
    }

    /// <summary>The processor time that the known processes have used so far.</summary>
    public TimeSpan ProcessorTime()
    {
        foreach (var id in _ticks.Keys)
        {
            if (Read(id) is { } stat)
            {
                _ticks[id] = Math.Max(_ticks[id], stat.Ticks);
            }
        }

        return TimeSpan.FromSeconds(_ticks.Values.Sum() / TicksPerSecond);
    }

    /// <summary>The time that all processors of the machine together were not idle, from /proc/stat; zero where there is none.</summary>
    public static TimeSpan MachineBusy()
    {
        try
        {
            using var reader = new StreamReader("/proc/stat");
            var fields = reader.ReadLine()!.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)
                .Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
            // user nice system idle iowait irq softirq steal; guest times are in user already.
            return TimeSpan.FromSeconds((fields[0] + fields[1] + fields[2] + fields[5] + fields[6] + fields[7]) / TicksPerSecond);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or IndexOutOfRangeException or FormatException)
        {
            return TimeSpan.Zero;
        }
    }

    private static (int Parent, long Ticks)? Read(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            // The name is in parentheses and may hold anything, parentheses included.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (
                int.Parse(fields[1], CultureInfo.InvariantCulture),
                long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or IndexOutOfRangeException or FormatException)
        {
            return null;
        }
    }
}
