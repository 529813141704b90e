using System.Globalization;

namespace Orleans.Configuration;

/// <summary>Sets after how long without a call activations of a grain class are collected.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class CollectionAgeLimitAttribute : Attribute
{
    private readonly TimeSpan? _age;

    /// <summary>Takes the age from <see cref="Days"/>, <see cref="Hours"/> and <see cref="Minutes"/>; at least one minute.</summary>
    public CollectionAgeLimitAttribute()
    {
    }

    /// <summary>Takes the age from text in the form of <see cref="TimeSpan.Parse(string)"/>.</summary>
    /// <param name="inactivityPeriod">The age.</param>
    public CollectionAgeLimitAttribute(string inactivityPeriod) =>
        _age = TimeSpan.Parse(inactivityPeriod, CultureInfo.InvariantCulture);

    /// <summary>Days of the age.</summary>
    public double Days { get; set; }

    /// <summary>Hours of the age.</summary>
    public double Hours { get; set; }

    /// <summary>Minutes of the age.</summary>
    public double Minutes { get; set; }

    /// <summary>Whether activations are never collected.</summary>
    public bool AlwaysActive { get; set; }

    /// <summary>The age that all of this comes to.</summary>
    public TimeSpan AgeLimit
    {
        get
        {
            if (_age is { } age)
            {
                return age;
            }

            var sum = AlwaysActive
                ? TimeSpan.FromDays(short.MaxValue)
                : TimeSpan.FromDays(Days) + TimeSpan.FromHours(Hours) + TimeSpan.FromMinutes(Minutes);
            return sum < TimeSpan.FromMinutes(1) ? TimeSpan.FromMinutes(1) : sum;
        }
    }
}
