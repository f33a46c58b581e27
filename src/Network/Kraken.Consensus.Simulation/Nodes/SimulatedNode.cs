using System.Collections.Generic;
using System.Globalization;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Simulation.Chain;
using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Simulation.Peers;
using Kraken.Consensus.Simulation.Storage;

namespace Kraken.Consensus.Simulation.Nodes;

/// <summary>A validator's machine: what of it survives a crash, and the process that runs on it.</summary>
/// <param name="world">What it shares with the others.</param>
/// <param name="index">Its number: its address in the network.</param>
/// <param name="self">Its validator.</param>
internal sealed class SimulatedNode(World world, int index, ValidatorId self)
{
    private const long StartRetry = 100 * Microseconds.PerMillisecond;

    private readonly SeededRandom crashes = world.Numbers("crash", index);

    /// <summary>Its number.</summary>
    public int Index => index;

    /// <summary>Its validator.</summary>
    public ValidatorId Self => self;

    /// <summary>Its name in a trace.</summary>
    public string Name { get; } = "n" + index.ToString(CultureInfo.InvariantCulture);

    /// <summary>False for a node that lies: its own invariants are not checked.</summary>
    public bool IsHonest => Strategy is null && !IsTwin;

    /// <summary>True for one of two nodes with one key.</summary>
    public bool IsTwin { get; set; }

    /// <summary>How it lies; null when it does not.</summary>
    public PeerStrategy? Strategy { get; set; }

    /// <summary>What its lies have for a line.</summary>
    public Uplink Uplink { get; } = new();

    /// <summary>True for an honest node whose disk loses what was synced: it may say nothing at a height.</summary>
    public bool MayAbstain { get; set; }

    /// <summary>True for an honest node that may stop for good: what it must not forget is lost.</summary>
    public bool MayHalt { get; set; }

    /// <summary>Its speed and faults.</summary>
    public NodeProfile Profile { get; set; } = NodeProfile.Clean;

    /// <summary>What survives a crash of this node.</summary>
    public SimulatedDisk Disk { get; } = new(world.Numbers("disk faults", index));

    /// <summary>What it may say.</summary>
    public Checks.VotingRules Rules { get; } = new("n" + index.ToString(CultureInfo.InvariantCulture), self, world.Committee,
        world.Selection);

    /// <summary>Its committed blocks.</summary>
    public SimulatedChain Chain { get; } = new(world.Committee, world.Limits.MaxBlockBytes);

    /// <summary>Its waiting transactions.</summary>
    public TransactionPool Pool { get; } = new();

    /// <summary>The transactions whose execution ended the process: the operator's tool keeps them out.</summary>
    public HashSet<ulong> Reported { get; } = [];

    /// <summary>Its process; null while it is down.</summary>
    public NodeProcess? Process { get; private set; }

    /// <summary>Why it cannot start; null when it can.</summary>
    public string? Refuses { get; private set; }

    /// <summary>True when it runs and takes part.</summary>
    public bool IsRunning => Process is { Halted: null };

    /// <summary>The node's own clock.</summary>
    public long OwnTime => world.Clock.Now + Profile.ClockAhead;

    /// <summary>Starts the process; does nothing when it runs or cannot start.</summary>
    public void Start()
    {
        if (Process is not null || Refuses is not null)
        {
            return;
        }

        try
        {
            Process = new NodeProcess(world, this);
        }
        catch (System.IO.IOException refused)
        {
            Tell("does not start yet: " + refused.Message);
            world.Clock.After(StartRetry, Start);
            return;
        }
        catch (System.IO.InvalidDataException error)
        {
            // What a shell does: without its guard a validator does not start.
            Refuses = error.Message;
            Tell("does not start: " + error.Message);
            if (!MayHalt && IsHonest)
            {
                throw new Checks.InvariantException(Checks.Verdict.Invalid, $"{Name} does not start: {error.Message}");
            }

            return;
        }

        Process.Start();
        foreach (SimulatedNode other in world.Nodes)
        {
            if (other != this && other.Process is { } process && !world.Network.IsCut(other.Index, Index))
            {
                process.Connected(self);
                Process?.Connected(other.Self);
            }
        }
    }

    /// <summary>Ends the process at any point of its work.</summary>
    public void Crash(TailLoss loss)
    {
        if (Process is null)
        {
            return;
        }

        Tell($"CRASHES, unsynced bytes: {loss}");
        Process.End();
        Process = null;
        Pool.Clear();
        Disk.Crash(loss, crashes);
        if (world.Options.Sabotage == Sabotage.ForgottenVotes)
        {
            foreach (string name in Disk.Names)
            {
                Disk.Lose(name);
            }
        }
    }

    /// <summary>What an operator does with a process that takes no part any more because its disk failed.</summary>
    public void StartAgain(NodeProcess halted, long delay) => world.Clock.After(delay, () =>
    {
        if (Process == halted)
        {
            Crash(TailLoss.None);
            Start();
        }
    });

    /// <summary>Damages the log of the current height.</summary>
    public void DamageLog() =>
        Tell($"its disk fails in {Disk.Damage(name => name.EndsWith(".wal", System.StringComparison.Ordinal), crashes) ?? "nothing"}");

    /// <summary>Loses the guard's file, and perhaps the logs with it.</summary>
    public void LoseGuard(bool andLogs)
    {
        foreach (string name in Disk.Names)
        {
            if (andLogs || name == SignerGuard.FileName)
            {
                Disk.Lose(name);
            }
        }

        Tell("its guard's file is lost");
    }

    /// <summary>A line of the trace.</summary>
    public void Tell(string text) => world.Trace.Write(world.Clock.Now, Name, text);
}
