using Microsoft.Extensions.Options;

namespace Eudiplo.Grains.Statuses;

/// <summary>Checks <see cref="StatusListOptions"/> when the server starts.</summary>
public sealed class StatusListOptionsValidator : IValidateOptions<StatusListOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, StatusListOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var errors = new List<string>();
        Between(options.MaxAge, TimeSpan.Zero, TimeSpan.FromHours(24), nameof(options.MaxAge), errors);
        Between(options.DefaultAge, TimeSpan.Zero, TimeSpan.FromHours(24), nameof(options.DefaultAge), errors);
        Between(options.FailureAge, TimeSpan.Zero, TimeSpan.FromMinutes(10), nameof(options.FailureAge), errors);
        Between(options.MaxListBytes, 1024, 64 * 1024 * 1024, nameof(options.MaxListBytes), errors);
        Between(options.MaxCacheBytes, 1024 * 1024, 4L * 1024 * 1024 * 1024, nameof(options.MaxCacheBytes), errors);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Between<T>(T value, T least, T most, string option, List<string> errors)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            errors.Add($"Eudiplo:StatusLists:{option} is {value}. Choose a value from {least} to {most}.");
        }
    }
}
