namespace Eudiplo.Load.Flows;

/// <summary>Every flow of this assembly.</summary>
public static class FlowCatalog
{
    /// <summary>The flows in alphabetical order.</summary>
    public static IReadOnlyList<IFlow> All { get; } =
    [
        .. typeof(IFlow).Assembly.GetTypes()
            .Where(type => type.IsClass && !type.IsAbstract && type.IsAssignableTo(typeof(IFlow)))
            .Select(type => (IFlow)Activator.CreateInstance(type)!)
            .OrderBy(flow => flow.Name, StringComparer.Ordinal),
    ];

    /// <summary>The flow of a name; null when there is none.</summary>
    public static IFlow? Find(string name) => All.FirstOrDefault(flow => flow.Name == name);
}
