using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.Limits;

/// <summary>Stops the start when an option is out of its bounds, and says what to do.</summary>
internal sealed class RateLimitsValidator : IValidateOptions<RateLimits>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, RateLimits options) =>
        options.Problem() is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;
}
