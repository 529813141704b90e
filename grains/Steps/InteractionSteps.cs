using System.Collections.Frozen;
using Eudiplo.Protocol.Dialects;

namespace Eudiplo.Grains.Steps;

/// <summary>The step types that this server knows.</summary>
public sealed class InteractionSteps(IEnumerable<IInteractionStep> steps)
{
    private readonly FrozenDictionary<string, IInteractionStep> _steps = steps.ToFrozenDictionary(s => s.Type, StringComparer.Ordinal);

    /// <summary>The implementation of a type.</summary>
    /// <exception cref="KeyNotFoundException">A session holds a step of a type that this server does not know.</exception>
    public IInteractionStep this[string type] => _steps[InteractionTypes.IsCustom(type) ? InteractionTypes.CustomPrefix : type];
}
