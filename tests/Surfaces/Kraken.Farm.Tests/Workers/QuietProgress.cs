using System.Collections.Generic;
using Kraken.Farm.Jobs;
using Kraken.Farm.Workers;

namespace Kraken.Farm.Tests.Workers;

/// <summary>Keeps what a worker told.</summary>
internal sealed class QuietProgress : IWorkerProgress
{
    public List<string> Phases { get; } = [];

    public string? Problem { get; private set; }

    public void Works(RangeJob? job, string? phase, int attempt)
    {
        if (phase is not null)
        {
            Phases.Add(phase);
        }
    }

    public void Stands(string? problem) => Problem = problem;
}
