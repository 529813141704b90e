namespace Eudiplo.Unit.Tests.Hostile;

/// <summary>Tests that compare times run when no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TimedAlone
{
    public const string Name = "Timed alone";
}
