using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Kraken.Cairo.Prover;
using Kraken.Proofs.Ranges;

namespace Kraken.Farm.Metrics;

/// <summary>What operators see of the work of provers.</summary>
internal static class ProofMeter
{
    private static readonly Meter Meter = new("Kraken.Farm");

    private static readonly Histogram<double> Seconds = Meter.CreateHistogram<double>(
        "proof_seconds", "s", "Time of a stored proof, by phase: run, prove, verify.");

    private static readonly Histogram<double> StepSeconds = Meter.CreateHistogram<double>(
        "proof_step_seconds", "s", "Time of the prover's steps, by step.");

    private static readonly Histogram<long> Steps = Meter.CreateHistogram<long>(
        "proof_vm_steps", null, "Steps of the virtual machine that a proof is about.");

    private static readonly Histogram<long> Memory = Meter.CreateHistogram<long>(
        "proof_memory_bytes", null, "The most memory that the process held while a proof was made.");

    private static readonly Counter<long> Proofs = Meter.CreateCounter<long>("proofs_total", null, "Proofs stored by this process.");

    private static readonly Counter<long> Blocks = Meter.CreateCounter<long>("proof_blocks_total", null, "Blocks that they prove.");

    private static readonly Counter<long> Failures = Meter.CreateCounter<long>(
        "proof_failures_total", null, "Jobs that ended without a proof, by reason: attempt, buried, refused, unprovable.");

    private static readonly UpDownCounter<long> Working = Meter.CreateUpDownCounter<long>(
        "proof_jobs_running", null, "Jobs that this process holds.");

    /// <summary>A proof lies in the store.</summary>
    internal static void Stored(RangeManifest manifest)
    {
        Record("run", manifest.RunMilliseconds);
        Record("prove", manifest.ProveMilliseconds);
        Record("verify", manifest.VerifyMilliseconds);
        Steps.Record(manifest.Steps);
        Memory.Record(manifest.MemoryBytes);
        Proofs.Add(1);
        Blocks.Add(checked((long)(manifest.LastBlock - manifest.FirstBlock + 1)));
    }

    /// <summary>A job ended otherwise.</summary>
    /// <param name="reason">Why, in a word of this code.</param>
    internal static void Failed(string reason) => Failures.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>A job was taken (1) or settled (-1).</summary>
    internal static void Hold(int change) => Working.Add(change);

    /// <summary>Times steps: each until the next is told of.</summary>
    internal static Action<ProvePhase> Timed()
    {
        (ProveStep Step, long Began)? last = null;
        return phase =>
        {
            if (last is { } ended)
            {
                StepSeconds.Record(
                    Stopwatch.GetElapsedTime(ended.Began).TotalSeconds, new KeyValuePair<string, object?>("step", ended.Step.ToString()));
            }

            last = (phase.Step, Stopwatch.GetTimestamp());
        };
    }

    private static void Record(string phase, long milliseconds) =>
        Seconds.Record(milliseconds / 1000.0, new KeyValuePair<string, object?>("phase", phase));
}
