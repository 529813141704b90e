using Microsoft.Extensions.Options;

namespace Eudiplo.Grains.IssuerMetadata;

/// <summary>Checks <see cref="IssuerKeyOptions"/> when the server starts.</summary>
public sealed class IssuerKeyOptionsValidator : IValidateOptions<IssuerKeyOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, IssuerKeyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var errors = new List<string>();
        Between(options.MaxAge, TimeSpan.Zero, TimeSpan.FromHours(24), nameof(options.MaxAge), errors);
        Between(options.MinAge, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), nameof(options.MinAge), errors);
        Between(options.FailureAge, TimeSpan.Zero, TimeSpan.FromMinutes(10), nameof(options.FailureAge), errors);
        Between(options.MaxBytes, 1024, 1024 * 1024, nameof(options.MaxBytes), errors);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Between<T>(T value, T least, T most, string option, List<string> errors)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            errors.Add($"Eudiplo:IssuerMetadata:{option} is {value}. Choose a value from {least} to {most}.");
        }
    }
}
