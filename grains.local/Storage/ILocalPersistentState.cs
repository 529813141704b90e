using Orleans.Core;

namespace Eudiplo.Grains.Local.Storage;

/// <summary>A stored state that the runtime reads before its grain activates.</summary>
internal interface ILocalPersistentState : IStorage;
