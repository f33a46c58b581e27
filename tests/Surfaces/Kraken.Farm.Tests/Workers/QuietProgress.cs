using System;
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

    public List<(int Attempts, string Reason)> Failures { get; } = [];

    public void Failed(RangeJob job, int attempts, string reason, DateTimeOffset nextAt) => Failures.Add((attempts, reason));

    public void Stands(string? problem) => Problem = problem;
}
