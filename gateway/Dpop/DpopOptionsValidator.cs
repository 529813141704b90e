using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.Dpop;

/// <summary>Stops the start when an option is out of its bounds, and says what to do.</summary>
internal sealed class DpopOptionsValidator : IValidateOptions<DpopOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, DpopOptions options) =>
        options.Problem() is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;
}
