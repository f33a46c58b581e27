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

    /// <summary>What keeps the worker from working; null for nothing.</summary>
    void Stands(string? problem);
}
