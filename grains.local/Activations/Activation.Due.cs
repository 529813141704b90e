using Eudiplo.Grains.Local.Calls;
using Orleans;
using Orleans.Runtime;

namespace Eudiplo.Grains.Local.Activations;

/// <content>
/// Everything that happens at a time: ticks, calls that wait too long, idleness. An activation has one entry in the queue of due
/// times, at the earliest of these; a time that has become later is found out when the entry comes up.
/// </content>
internal sealed partial class Activation
{
    private ActivationTimer? _timers;
    private long _lastUsed;
    private long _armed = long.MaxValue;
    private bool _idleOverdue;

    /// <summary>The place in <see cref="DueQueue"/>, which alone reads and writes it; -1 for none.</summary>
    internal int DueIndex { get; set; } = -1;

    internal IGrainTimer RegisterTimer<TState>(
        Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        var timer = new ActivationTimer<TState>(this, callback, state, options);
        lock (this)
        {
            if (_phase is Phase.Activating or Phase.Ready)
            {
                timer.Other = _timers;
                _timers = timer;
            }
            else
            {
                timer.IsDisposed = true; // It would end with the instance, which is ending.
            }
        }

        timer.Change(options.DueTime, options.Period);
        return timer;
    }

    internal void Remove(ActivationTimer timer)
    {
        lock (this)
        {
            timer.IsDisposed = true;
            if (_timers == timer)
            {
                _timers = timer.Other;
                return;
            }

            for (var other = _timers; other is not null; other = other.Other)
            {
                if (other.Other == timer)
                {
                    other.Other = timer.Other;
                    return;
                }
            }
        }
    }

    /// <summary>Sees to it that <see cref="Due"/> runs at <paramref name="time"/> or earlier. Under the lock.</summary>
    internal void Arm(long time)
    {
        if (time < _armed && _phase != Phase.Gone)
        {
            _armed = time;
            Class.Runtime.DueTimes.Set(this, time);
        }
    }

    /// <summary>Does what is due at <paramref name="now"/>. It only queues; nothing of a grain runs on this thread.</summary>
    internal void Due(long now)
    {
        lock (this)
        {
            if (_phase == Phase.Gone)
            {
                return;
            }

            _armed = long.MaxValue;
            var next = RefuseIfLate(_running as GrainCall, now);
            for (var turn = _turns.First; turn is not null; turn = turn.Next)
            {
                next = Math.Min(next, RefuseIfLate(turn as GrainCall, now));
            }

            for (var timer = _timers; timer is not null; timer = timer.Other)
            {
                if (timer.IsTicking)
                {
                    continue;
                }

                if (timer.DueAt > now)
                {
                    next = Math.Min(next, timer.DueAt);
                    continue;
                }

                timer.IsTicking = true;
                (timer.Interleaves ? ref _continuations : ref _turns).Add(timer);
            }

            if (_phase == Phase.Ready && Class.CollectionAge is { } age)
            {
                _idleOverdue = _lastUsed + age <= now;
                next = _idleOverdue ? next : Math.Min(next, _lastUsed + age);
            }

            Arm(next);
            ScheduleIfWork();
        }
    }

    private static long RefuseIfLate(GrainCall? call, long now)
    {
        if (call is null or { IsRefused: true })
        {
            return long.MaxValue;
        }

        if (call.Deadline > now)
        {
            return call.Deadline;
        }

        call.RefuseAsLate();
        return long.MaxValue;
    }

    private void ArmForIdleness()
    {
        if (Class.CollectionAge is { } age)
        {
            Arm(_lastUsed + age);
        }
    }

    /// <summary>Begins the end of an activation that nobody used, or that the stopping runtime has no more calls for. Under the lock.</summary>
    private void EndIfIdle()
    {
        if (Class.Runtime.IsStopping)
        {
            _ending ??= new(new(DeactivationReasonCode.ShuttingDown, "The runtime stops."));
        }

        if (_idleOverdue)
        {
            _idleOverdue = false;
            if (_lastUsed + Class.CollectionAge <= Class.Runtime.Now)
            {
                _ending ??= new(new(DeactivationReasonCode.ActivationIdle, "No call came for the collection age."));
            }
            else
            {
                ArmForIdleness();
            }
        }
    }

    private void StopTimers()
    {
        ActivationTimer? timer;
        lock (this)
        {
            timer = _timers;
            _timers = null;
        }

        for (; timer is not null; timer = timer.Other)
        {
            timer.Stop();
        }
    }
}
