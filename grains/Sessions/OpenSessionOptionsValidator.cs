using Microsoft.Extensions.Options;

namespace Eudiplo.Grains.Sessions;

/// <summary>Stops the start when an option is out of its bounds, and says what to do.</summary>
internal sealed class OpenSessionOptionsValidator : IValidateOptions<OpenSessionOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, OpenSessionOptions options) =>
        options.Problem() is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;
}
