using System;
using Kraken.Farm.Jobs;

namespace Kraken.Farm.Workers;

/// <summary>Told what a worker does, on its thread.</summary>
public interface IWorkerProgress
{
    /// <summary>What is done now.</summary>
    /// <param name="job">The job; null for none.</param>
    /// <param name="phase">The phase; null for none.</param>
    /// <param name="attempt">Which attempt it is, from 1 on; 0 for none.</param>
    void Works(RangeJob? job, string? phase, int attempt);

    /// <summary>An attempt failed, and there will be another.</summary>
    /// <param name="attempts">How many attempts failed.</param>
    /// <param name="reason">How the last one ended; a sentence.</param>
    /// <param name="nextAt">When this worker takes a job again, UTC.</param>
    void Failed(RangeJob job, int attempts, string reason, DateTimeOffset nextAt);

    /// <summary>What keeps the worker from working; null for nothing.</summary>
    void Stands(string? problem);
}
