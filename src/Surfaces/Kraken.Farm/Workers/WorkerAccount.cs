using System;

namespace Kraken.Farm.Workers;

/// <summary>
/// How a worker spent its time, as the queue sees it: from taking a job to settling it. For one thread.
/// </summary>
public sealed class WorkerAccount
{
    /// <summary>Jobs whose proof this worker stored.</summary>
    public int Proved { get; private set; }

    /// <summary>Jobs that it settled or gave back in another way.</summary>
    public int Others { get; private set; }

    /// <summary>The time in which it held a job of which it stored the proof.</summary>
    public TimeSpan Busy { get; private set; }

    /// <summary>Notes a job of which the proof was stored.</summary>
    internal void Prove(TimeSpan held)
    {
        Proved++;
        Busy += held;
    }

    /// <summary>Notes any other end of a job.</summary>
    internal void End() => Others++;
}
