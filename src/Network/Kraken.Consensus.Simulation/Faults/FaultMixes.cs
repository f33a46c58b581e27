using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Simulation.Chain;
using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Simulation.Links;
using Kraken.Consensus.Simulation.Nodes;
using Kraken.Consensus.Simulation.Peers;
using Kraken.Consensus.Simulation.Storage;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Faults;

/// <summary>The mixes that are run.</summary>
public static class FaultMixes
{
    private static readonly LinkConditions Lossy = new()
    {
        MinDelay = 1_000, MaxDelay = 120_000, Loss = 0.1, Duplicate = 0.05, Reorder = 0.3, Spike = 0.03, MaxSpike = 1_500_000,
    };

    // A round takes as long as its timeouts, so that cuts fall into it.
    private static readonly LinkConditions Slow = new() { MinDelay = 20_000, MaxDelay = 180_000, Loss = 0.02 };

    // A proposal takes longer than the first rounds wait for it.
    private static readonly LinkConditions SlowForGood = new() { MinDelay = 700_000, MaxDelay = 1_100_000 };

    private static readonly Func<PeerStrategy>[] Liars =
    [
        () => new SelectivePeer(), () => new EquivocatingProposer(), () => new OtherBytesProposer(),
        () => new DoubleVoter(VoteType.Prevote, isNil: true), () => new DoubleVoter(VoteType.Prevote, isNil: false),
        () => new DoubleVoter(VoteType.Precommit, isNil: true), () => new DoubleVoter(VoteType.Precommit, isNil: false),
        () => new AmnesiacPeer(), () => new LockHider(), () => new InvalidProposer(TransactionKind.Poison),
        () => new UsurpingProposer(),
    ];

    private static readonly Func<PeerStrategy>[] Noisy =
    [
        () => new ForgingPeer(), () => new ReplayingPeer(), () => new FarAheadPeer(), () => new GarblingPeer(), () => new FloodingPeer(),
        () => new ClimbingPeer(), () => new StingySource(), () => new CertificateForger(), () => new SisterChainPeer(),
        () => new RelabellingPeer(),
    ];

    /// <summary>All mixes, in the order in which seeds take turns.</summary>
    public static IReadOnlyList<FaultMix> All { get; } =
    [
        new("clean", "no fault at all"),
        new("lossy", "loss, long delays, duplicates, reordering") { Links = Lossy },
        new("partitions", "groups of nodes cut off from each other") { Partitions = true },
        new("one-way", "links that carry one direction only") { OneWayCuts = true, Links = Lossy with { Loss = 0.02 } },
        new("kills", "processes killed at any point; what they wrote stays") { Crashes = true },
        new("crashes", "power cuts that take the unsynced tail") { Crashes = true, TailLoss = TailLoss.Lost },
        new("torn-log", "power cuts that leave garbage in the unsynced tail") { Crashes = true, TailLoss = TailLoss.Torn, Links = Lossy },
        new("damaged-log", "a disk that damages the log of a node")
        {
            Crashes = true, TailLoss = TailLoss.Torn, DamagesLog = true, Links = Slow, Partitions = true,
            PartitionTimes = (500_000, 900_000),
        },
        new("lost-guard", "a node whose guard's file is lost") { Crashes = true, TailLoss = TailLoss.Lost, LosesGuard = true },
        new("power-cuts", "all nodes lose power at once, again and again") { PowerCuts = true, TailLoss = TailLoss.Torn, Links = Slow },
        new("slow-for-good", "links that stay slower than the first timeouts")
        {
            Links = SlowForGood, LinksAfter = SlowForGood, MoreTime = 60 * Microseconds.PerSecond,
        },
        new("clock-skew", "clocks that differ, one of them far off") { FarClock = true, Profile = Skewed },
        new("slow-disk", "disks that sync slowly, and crashes") { Profile = SlowDisk, Crashes = true, TailLoss = TailLoss.Lost },
        new("slow-executor", "executions as long as timeouts") { Profile = SlowExecutor },
        new("failing-executor", "builds, checks and commits that throw; poisoned transactions")
        {
            Profile = FailingExecutor, BadTransactions = 0.04,
        },
        new("failing-disk", "disks that fill up and whose syncs fail, and power cuts")
        {
            Profile = FailingDisk, Crashes = true, TailLoss = TailLoss.Lost, Links = Slow, Partitions = true,
            PartitionTimes = (500_000, 900_000),
        },
        new("silent", "a validator that never speaks") { Strategies = [() => new SilentPeer()] },
        new("selective", "a validator that speaks to some") { Strategies = [() => new SelectivePeer()] },
        new("usurper", "a validator that proposes out of turn, behind links that lose messages")
        {
            Strategies = [() => new UsurpingProposer()], Links = Lossy,
        },
        new("two-proposals", "a validator that proposes two blocks in a round") { Strategies = [() => new EquivocatingProposer()] },
        new("other-bytes", "a validator that proposes other bytes under a value") { Strategies = [() => new OtherBytesProposer()] },
        new("two-prevotes", "a validator that prevotes twice")
        {
            Strategies = [.. Liars[3..5]], Links = Lossy with { Loss = 0.03, Spike = 0 },
        },
        new("two-precommits", "a validator that precommits twice")
        {
            Strategies = [.. Liars[5..7]], Links = Lossy with { Loss = 0.03, Spike = 0 },
        },
        new("amnesia", "a validator without locks")
        {
            Strategies = [() => new AmnesiacPeer()],
            Links = Lossy with { Loss = 0.03, Spike = 0 },
        },
        new("forger", "a validator that forges certificates and votes") { Strategies = [() => new ForgingPeer()] },
        new("foreign-signatures", "a validator that brings what was signed for another chain, epoch, round or statement")
        {
            Strategies = [() => new SisterChainPeer(), () => new RelabellingPeer()], Links = Lossy, Pace = ManyRounds,
        },
        new("forged-certificates", "a validator that answers who asks for blocks with too few votes, and crashes")
        {
            Strategies = [() => new CertificateForger()], Crashes = true, Partitions = true, PartitionTimes = (800_000, 2_000_000),
        },
        new("replay", "a validator that repeats old messages") { Strategies = [() => new ReplayingPeer()] },
        new("far-ahead", "a validator that speaks of rounds and heights far ahead") { Strategies = [() => new FarAheadPeer()] },
        new("old-polka", "a validator that keeps a polka to itself and brings it up against later locks, behind links that come and go")
        {
            Links = Slow, Partitions = true, PartitionTimes = (500_000, 900_000),
            Strategies = [() => new OldPolkaProposer()], Reminder = 2_500_000,
        },
        new("lock-teaser", "a validator that makes others lock and brings up an older polka, in a network on its side")
        {
            ScreensProposals = true, Strategies = [() => new LockTeaser()], Reminder = 2_500_000, Pace = ManyRounds,
        },
        new("locks-and-power-cuts", "the same, and all nodes lose power at once, again and again")
        {
            ScreensProposals = true, Strategies = [() => new LockTeaser()], Pace = ManyRounds, PowerCuts = true, TailLoss = TailLoss.Torn,
        },
        new("climbing", "a validator that votes for ever higher rounds, behind partitions")
        {
            Strategies = [() => new ClimbingPeer()],
            Partitions = true,
        },
        new("stingy-source", "a validator that claims blocks and does not send them, and crashes")
        {
            Strategies = [() => new StingySource()], Crashes = true, Partitions = true, PartitionTimes = (800_000, 2_500_000),
        },
        new("garbage", "a validator that sends what is no message") { Strategies = [() => new GarblingPeer()] },
        new("flood", "a validator that floods") { Strategies = [() => new FloodingPeer()] },
        new("invalid-blocks", "a validator that proposes invalid blocks")
        {
            Strategies = [() => new InvalidProposer(TransactionKind.Poison)],
        },
        new("deadly-blocks", "a validator whose blocks end the processes that execute them")
        {
            Strategies = [() => new InvalidProposer(TransactionKind.Deadly)],
        },
        new("flapping", "slow links and partitions that come and go within a round") 
        {
            Links = Slow, Partitions = true, PartitionTimes = (600_000, 900_000), Reminder = 2_500_000,
        },
        new("flapping-amnesia", "a validator without locks behind links that come and go")
        {
            Links = Slow, Partitions = true, PartitionTimes = (500_000, 900_000),
            Strategies = [() => new AmnesiacPeer()], Reminder = 2_500_000,
        },
        new("hidden-lock", "a validator that makes one node decide and hides it from the next proposer; slow commits")
        {
            Profile = SlowCommit, Strategies = [() => new LockHider()], Reminder = 2_500_000,
        },
        new("blind-node", "a validator that makes others lock and is silent then, and an honest one that does not see what they voted for")
        {
            Strategies = [() => new LockLeaver()], BlindsOne = true,
        },
        new("flapping-liar", "a validator that lies behind links that come and go")
        {
            Links = Slow, Partitions = true, PartitionTimes = (500_000, 900_000), Strategies = Liars,
        },
        new("liar-in-bad-weather", "lies, losses, partitions and crashes together")
        {
            Strategies = Liars, Links = Lossy, Partitions = true, Crashes = true, TailLoss = TailLoss.Torn,
        },
        new("everything", "everything at once")
        {
            Strategies = [() => new ManySidedPeer([.. Liars.Concat(Noisy).Select(create => create())])],
            Links = Lossy with { Loss = 0.05 }, Partitions = true, OneWayCuts = true, Crashes = true, TailLoss = TailLoss.Torn,
            DamagesLog = true, Profile = AnyMachine, BadTransactions = 0.03,
        },
    ];

    /// <summary>The mix of a name; null for an unknown one.</summary>
    public static FaultMix? Find(string name) => All.FirstOrDefault(mix => mix.Name == name);

    /// <summary>The mix of a seed when none is named.</summary>
    public static FaultMix Of(ulong seed) => All[(int)(seed % (ulong)All.Count)];

    private static NodeProfile Skewed(SeededRandom random) => NodeProfile.Clean with
    {
        ClockAhead = random.Between(-400_000, 400_000),
        ClockPace = 0.9 + (random.Below(200) / 1_000.0),
    };

    private static NodeProfile SlowDisk(SeededRandom random) =>
        random.Chance(0.5) ? NodeProfile.Clean with { MinSync = 20_000, MaxSync = 600_000 } : NodeProfile.Clean with { MaxSync = 60_000 };

    private static NodeProfile SlowExecutor(SeededRandom random) => NodeProfile.Clean with { Execute = random.Between(20_000, 900_000) };

    private static NodeProfile SlowCommit(SeededRandom random) => NodeProfile.Clean with { Commit = random.Between(300_000, 3_500_000) };

    private static NodeProfile FailingExecutor(SeededRandom random) => NodeProfile.Clean with
    {
        ExecutionFailure = random.Below(40) / 100.0,
        CommitFailure = random.Below(30) / 100.0,
    };

    private static NodeProfile FailingDisk(SeededRandom random) => NodeProfile.Clean with
    {
        Disk = new DiskFaults(Refused: random.Below(10) / 100.0, SyncFailed: random.Below(10) / 100.0),
    };

    // Short timeouts and a long time of faults: a proposer's turn comes again at the same height.
    private static SimulationTimes ManyRounds(SimulationTimes times) => times with
    {
        Timeouts = times.Timeouts with
        {
            Propose = TimeSpan.FromMilliseconds(200),
            Prevote = TimeSpan.FromMilliseconds(100),
            Precommit = TimeSpan.FromMilliseconds(100),
            Growth = TimeSpan.FromMilliseconds(50),
        },
        Faults = 10 * Microseconds.PerSecond,
    };

    private static NodeProfile AnyMachine(SeededRandom random) => random.Below(6) switch
    {
        4 => FailingDisk(random),
        0 => Skewed(random),
        1 => SlowDisk(random),
        2 => SlowExecutor(random),
        3 => FailingExecutor(random),
        _ => NodeProfile.Clean,
    };
}
