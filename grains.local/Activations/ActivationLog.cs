using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Eudiplo.Grains.Local.Activations;

/// <summary>What the runtime logs: classes and methods of grains, never their keys, which may be session ids.</summary>
internal static partial class ActivationLog
{
    [LoggerMessage(1, LogLevel.Warning, "A grain of type {GrainType} could not be activated.")]
    internal static partial void ActivationFailed(ILogger logger, Exception exception, GrainType grainType);

    [LoggerMessage(2, LogLevel.Warning, "OnDeactivateAsync of a grain of type {GrainType} failed or took too long; the activation ended without it.")]
    internal static partial void DeactivationFailed(ILogger logger, Exception exception, GrainType grainType);

    [LoggerMessage(3, LogLevel.Warning, "Disposing a grain of type {GrainType} or its services failed.")]
    internal static partial void DisposalFailed(ILogger logger, Exception exception, GrainType grainType);

    [LoggerMessage(4, LogLevel.Warning, "A timer of a grain of type {GrainType} failed; it goes on.")]
    internal static partial void TimerFailed(ILogger logger, Exception exception, GrainType grainType);

    [LoggerMessage(5, LogLevel.Error, "Code of a grain of type {GrainType} that nobody awaits failed.")]
    internal static partial void ContinuationFailed(ILogger logger, Exception exception, GrainType grainType);

    [LoggerMessage(6, LogLevel.Warning, "A call of {Method} on a grain of type {GrainType} was not answered within {ResponseTimeout}.")]
    internal static partial void CallTimedOut(ILogger logger, string method, GrainType grainType, TimeSpan responseTimeout);

    [LoggerMessage(7, LogLevel.Warning, "The time for a graceful stop is over while {Activations} grains are still active; their calls are abandoned.")]
    internal static partial void StopTimedOut(ILogger logger, int activations);

    [LoggerMessage(8, LogLevel.Debug, "The stopping runtime waits for {Activations} active grains.")]
    internal static partial void Stopping(ILogger logger, int activations);
}
