using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.CrossOrigin;

/// <summary>Stops the start when an origin is none, and says what to do.</summary>
internal sealed class CrossOriginOptionsValidator : IValidateOptions<CrossOriginOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, CrossOriginOptions options) =>
        options.Problem() is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;
}
