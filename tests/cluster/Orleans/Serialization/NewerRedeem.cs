using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;

namespace Eudiplo.Cluster.Tests.Orleans.Serialization;

/// <summary><c>RedeemCode</c> as a version would send it that has a member more.</summary>
[GenerateSerializer, Alias("eudiplo.tests.NewerRedeem")]
public sealed record NewerRedeem
{
    [Id(1)] public SecretText? CodeSecret { get; init; }

    [Id(100)] public PresentedCredentials[]? Added { get; init; }
}
