namespace Orleans;

/// <summary>Why an activation ends. The local runtime itself gives the reasons that are marked so.</summary>
public enum DeactivationReasonCode : byte
{
    /// <summary>No reason given.</summary>
    None,

    /// <summary>The host stops. Given by the local runtime.</summary>
    ShuttingDown,

    /// <summary>Activation failed.</summary>
    ActivationFailed,

    /// <summary>The cluster's grain directory failed.</summary>
    DirectoryFailure,

    /// <summary>No call came for the collection age. Given by the local runtime.</summary>
    ActivationIdle,

    /// <summary>The activation does not respond.</summary>
    ActivationUnresponsive,

    /// <summary>Another activation of the same grain exists.</summary>
    DuplicateActivation,

    /// <summary>A request came that this process cannot serve.</summary>
    IncompatibleRequest,

    /// <summary>An error of the application, such as a lost compare-and-swap. Given by the local runtime.</summary>
    ApplicationError,

    /// <summary>The grain asked for it. Given by the local runtime.</summary>
    ApplicationRequested,

    /// <summary>The activation moves to another process.</summary>
    Migrating,

    /// <summary>The runtime decided so: the end of a call in per-call mode. Given by the local runtime.</summary>
    RuntimeRequested,

    /// <summary>Memory is short.</summary>
    HighMemoryPressure,
}
