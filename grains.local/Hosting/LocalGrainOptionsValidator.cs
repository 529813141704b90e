using Microsoft.Extensions.Options;

namespace Eudiplo.Grains.Local.Hosting;

/// <summary>Refuses options that the runtime cannot work with.</summary>
internal sealed class LocalGrainOptionsValidator : IValidateOptions<LocalGrainOptions>
{
    public ValidateOptionsResult Validate(string? name, LocalGrainOptions options)
    {
        List<string> errors = [];
        Check(nameof(options.ResponseTimeout), options.ResponseTimeout, mayBeInfinite: false);
        Check(nameof(options.DeactivationTimeout), options.DeactivationTimeout, mayBeInfinite: false);
        Check(nameof(options.CollectionAge), options.CollectionAge, mayBeInfinite: true);
        foreach (var (grainClass, age) in options.ClassSpecificCollectionAge)
        {
            Check($"{nameof(options.ClassSpecificCollectionAge)}[{grainClass}]", age, mayBeInfinite: true);
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Check(string option, TimeSpan value, bool mayBeInfinite)
        {
            if (value <= TimeSpan.Zero && !(mayBeInfinite && value == Timeout.InfiniteTimeSpan))
            {
                errors.Add($"{nameof(LocalGrainOptions)}.{option} is {value}. Set it to a time above zero"
                    + (mayBeInfinite ? ", or to -00:00:00.0010000 for no limit." : "."));
            }
            else if (value > TimeSpan.FromDays(36_500))
            {
                errors.Add($"{nameof(LocalGrainOptions)}.{option} is {value}. Set it to at most 36500 days.");
            }
        }
    }
}
