using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;

namespace Kraken.Consensus.Engine.Metrics;

/// <summary>
/// What operators see of consensus at work; where it stands is the node's to tell. Every label is a word of this code: peers choose none.
/// </summary>
internal static class EngineMeter
{
    private const string Result = "result";

    private static readonly Meter Meter = new("Kraken.Consensus");

    private static readonly Histogram<double> StepSeconds = Seconds(
        "consensus_time_per_step_seconds", "Time that this validator spent in a step of a round, by step.");

    private static readonly Histogram<double> CommitSeconds = Seconds(
        "consensus_commit_seconds", "Time from the begin of a height to its block being durable here.");

    private static readonly Histogram<double> WorkSeconds = Seconds(
        "consensus_work_seconds", "Time of building, checking and committing a block, by work.");

    private static readonly Histogram<double> SyncSeconds = Seconds(
        "wal_fsync_seconds", "Time until what a signature rests on, and the guard's record of it, are durable.");

    private static readonly Histogram<double> VerifySeconds = Seconds(
        "verify_seconds", "Time of checking signatures and digest of a peer's message.");

    private static readonly Histogram<double> CoreSeconds = Seconds(
        "core_step_seconds", "Time that the consensus machine took for one event, its effects begun.");

    private static readonly Counter<long> Works = Count(
        "consensus_proposals_total", "Blocks built, checked and committed, by work and result.");

    private static readonly Counter<long> Rounds = Count("consensus_rounds_above_zero_total", "Rounds after the first that were begun.");

    private static readonly Counter<long> Advances = Count(
        "consensus_round_advances_total", "Rounds left before they decided, by reason: timeout, or skip to a round that others are in.");

    private static readonly Counter<long> Timeouts = Count("consensus_timeouts_total", "Timers that elapsed in their own step, by step.");

    private static readonly Counter<long> Votes = Count(
        "consensus_votes_received_total", "Messages of peers, by type and result: ok, badsig, or full where there was no room for it.");

    private static readonly Counter<long> Equivocations = Count(
        "consensus_equivocations_total", "Slots in which a validator was seen to say two things.");

    private static readonly Counter<long> Mismatches = Count(
        "state_root_mismatch_total", "Decided blocks that this node does not execute to what was decided.");

    private static readonly Counter<long> StorageRetries = Count(
        "wal_retries_total", "Writes of the consensus log that the disk refused and that are tried again.");

    internal static void Spent(string step, TimeSpan time) => StepSeconds.Record(time.TotalSeconds, Label("step", step));

    internal static void Committed(TimeSpan time) => CommitSeconds.Record(time.TotalSeconds);

    internal static void Worked(string work, string result, TimeSpan time)
    {
        WorkSeconds.Record(time.TotalSeconds, Label("work", work));
        Works.Add(1, Label("work", work), Label(Result, result));
    }

    internal static void Synced(TimeSpan time) => SyncSeconds.Record(time.TotalSeconds);

    internal static void Verified(ConsensusMessage? message, bool isGood, TimeSpan time)
    {
        VerifySeconds.Record(time.TotalSeconds);
        Votes.Add(1, Label("type", TypeOf(message)), Label(Result, isGood ? "ok" : "badsig"));
    }

    internal static void NoRoom(ConsensusMessage? message) => Votes.Add(1, Label("type", TypeOf(message)), Label(Result, "full"));

    internal static void Handled(TimeSpan time) => CoreSeconds.Record(time.TotalSeconds);

    internal static void LeftRound(bool byTimeout)
    {
        Rounds.Add(1);
        Advances.Add(1, Label("reason", byTimeout ? "timeout" : "skip"));
    }

    internal static void Elapsed(string step) => Timeouts.Add(1, Label("step", step));

    internal static void Equivocated() => Equivocations.Add(1);

    internal static void Diverged() => Mismatches.Add(1);

    internal static void Retried() => StorageRetries.Add(1);

    private static string TypeOf(ConsensusMessage? message) => message?.Kind ?? "catchup";

    private static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);

    private static Counter<long> Count(string name, string description) => Meter.CreateCounter<long>(name, null, description);

    private static Histogram<double> Seconds(string name, string description) => Meter.CreateHistogram<double>(name, "s", description);
}
