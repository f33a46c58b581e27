using System;
using Kraken.Execution.Limits;

namespace Kraken.Execution.Concurrency;

/// <summary>What a transaction may take that runs ahead of its turn. One that takes more runs at its turn, which alone decides.</summary>
/// <param name="Time">The most time of one run; null for any.</param>
/// <param name="Clock">What times it, on the thread that runs; null for the system's clock.</param>
/// <param name="MustFitMachine">As of the budgets at the transactions' turns (<see cref="ExecutionBudget.MustFitMachine"/>).</param>
public sealed record AheadLimits(TimeSpan? Time = null, TimeProvider? Clock = null, bool MustFitMachine = false);
