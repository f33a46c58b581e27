using System;
using System.Threading;
using Kraken.Farm.Jobs;
using Kraken.Farm.Workers;
using Kraken.Rpc.Health;

namespace Kraken.Cli.Verbs;

/// <summary>How a worker is; of what it does its log tells.</summary>
internal sealed class WorkerHealth : IWorkerProgress
{
    private string? problem;

    /// <summary>How it is now.</summary>
    public HealthReport Report() =>
        Volatile.Read(ref problem) is { } away ? new HealthReport(new HealthProblem(HealthGrade.Unready, "farm", away))
        : new HealthReport();

    /// <inheritdoc/>
    public void Works(RangeJob? job, string? phase, int attempt)
    {
    }

    /// <inheritdoc/>
    public void Failed(RangeJob job, int attempts, string reason, DateTimeOffset nextAt)
    {
    }

    /// <inheritdoc/>
    public void Stands(string? problem) => Volatile.Write(ref this.problem, problem);
}
