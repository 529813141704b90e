using Eudiplo.Grains.Abstractions;

namespace Eudiplo.Cluster.Tests.Orleans.Serialization;

/// <summary><c>ContinueSession</c> as a version would send it that knows two of its members.</summary>
[GenerateSerializer, Alias("eudiplo.tests.OldContinue")]
public sealed record OldContinue
{
    [Id(1)] public SecretText? StepSecret { get; init; }

    [Id(4)] public byte[]? RequestDigest { get; init; }
}
