namespace Eudiplo.Interop.Tests.Running;

/// <summary>One gateway for all tests.</summary>
[CollectionDefinition(Name)]
public sealed class InteropCollection : ICollectionFixture<InteropGateway>
{
    public const string Name = "interop";
}
