using System.Net;
using Microsoft.Extensions.Options;

namespace Eudiplo.Grains.Http;

/// <summary>Checks <see cref="GuardedHttpOptions"/> when the server starts.</summary>
public sealed class GuardedHttpOptionsValidator : IValidateOptions<GuardedHttpOptions>
{
    private const string Section = "Eudiplo:Http";

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, GuardedHttpOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var errors = new List<string>();
        Between(options.RequestTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(20), nameof(options.RequestTimeout), errors);
        Between(options.ConnectTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(20), nameof(options.ConnectTimeout), errors);
        Between(options.ConnectionLifetime, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), nameof(options.ConnectionLifetime), errors);
        Between(options.MaxResponseBytes, 1024, 64 * 1024 * 1024, nameof(options.MaxResponseBytes), errors);
        Between(options.MaxRedirects, 0, 5, nameof(options.MaxRedirects), errors);
        Between(options.MaxRequestsPerTenant, 1, 1024, nameof(options.MaxRequestsPerTenant), errors);
        for (var i = 0; i < options.ForbiddenNetworks.Count; i++)
        {
            if (!IPNetwork.TryParse(options.ForbiddenNetworks[i], out _))
            {
                errors.Add(
                    $"{Section}:{nameof(options.ForbiddenNetworks)}:{i} is '{options.ForbiddenNetworks[i]}'. Give a network in CIDR form, such as 169.254.0.0/16.");
            }
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Between<T>(T value, T least, T most, string option, List<string> errors)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            errors.Add($"{Section}:{option} is {value}. Choose a value from {least} to {most}.");
        }
    }
}
