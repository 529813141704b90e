using Eudiplo.Grains.Tenants;

namespace Eudiplo.Gateway.CrossOrigin;

/// <summary>Which web origins may read the answers of tenants that name none of their own: section <c>Eudiplo:Cors</c>.</summary>
public sealed class CrossOriginOptions
{
    /// <summary>The origins. Default none.</summary>
    public IList<string> Origins { get; } = [];

    /// <summary>What is wrong with the values; null when nothing is.</summary>
    public string? Problem() => Origins.FirstOrDefault(o => !CrossOriginRules.IsOrigin(o)) is { } wrong
        ? $"Eudiplo:Cors:Origins has '{wrong}': {CrossOriginRules.Problem}"
        : null;
}
