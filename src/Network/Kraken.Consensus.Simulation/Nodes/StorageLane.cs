using System;
using System.Collections.Generic;
using System.IO;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Machine;
using Kraken.Consensus.Engine.Storage;
using Kraken.Consensus.Simulation.Clock;
using Kraken.Storage.Files;

namespace Kraken.Consensus.Simulation.Nodes;

/// <summary>
/// The lane that writes: log records and signatures, in order, by the engine's own <see cref="Persistence"/>. A record is cheap until a
/// signature waits for the disk, but for a process' first, with which what the log held is written anew. The answer leaves the lane a
/// moment after the disk has what it rests on, so that a crash may fall between the two.
/// </summary>
internal sealed class StorageLane
{
    private const long AppendTime = 5;
    private const long OpenTime = 200;
    private const long Retry = 50 * Microseconds.PerMillisecond;

    private readonly SimulatedNode node;
    private readonly NodeProcess process;
    private readonly Persistence persistence;
    private readonly SeededRandom random;
    private readonly Queue<Action> queue = [];
    private bool isBusy;
    private bool hasWritten;
    private int answers;

    public StorageLane(World world, SimulatedNode node, NodeProcess process, EngineSetup setup)
    {
        this.node = node;
        this.process = process;
        random = world.Numbers("disk", node.Index);
        node.Disk.Faults = node.Profile.Disk;
        if (world.Options.Sabotage == Sabotage.ForgottenVotes && node.Disk.Read(SignerGuard.FileName) is null)
        {
            // A validator that believes to be new.
            node.Disk.Replace(SignerGuard.FileName, System.Text.Encoding.ASCII.GetBytes(
                new SignedStep(default, new string('0', 64)).ToText()));
        }

        IDurableStorage disk = world.Options.AlterStorage?.Invoke(node.Disk) ?? node.Disk;
        persistence = Persistence.Open(setup, disk, world.Keys.SignerOf(node.Self), node.Chain.Tip);
        Start = persistence.TakeStart();
    }

    /// <summary>The machine's first event.</summary>
    public EngineEvent.Started Start { get; }

    /// <summary>True once the disk failed to keep what it was given: the process is of no use any more.</summary>
    public bool HasFailed => persistence.Failure is not null;

    /// <summary>Effects and answers that are not done.</summary>
    public int Waiting => queue.Count + answers + (isBusy ? 1 : 0);

    public void Add(EngineEffect effect) => After(() =>
    {
        isBusy = true;
        Do(effect, TimeOf(effect));
    });

    /// <summary>Does something once all that was added before is written.</summary>
    public void After(Action action)
    {
        queue.Enqueue(action);
        Next();
    }

    private void Next()
    {
        while (!isBusy && queue.TryDequeue(out Action? next))
        {
            next();
        }
    }

    private void Do(EngineEffect effect, long delay) => process.After(delay, () =>
    {
        node.Disk.Faults = node.Profile.Disk;
        EngineEvent? answer;
        try
        {
            answer = persistence.Perform(effect);
        }
        catch (IOException refused) when (refused is not SyncFailedException)
        {
            // As a node's shell does: the disk may have room in a while.
            node.Tell($"its disk refuses: {refused.Message}");
            Do(effect, Retry);
            return;
        }

        isBusy = false;
        hasWritten = true;
        if (answer is not null)
        {
            answers++;
            process.After(random.Between(1, 100), () =>
            {
                answers--;
                process.Handle(answer);
            });
        }

        Next();
    });

    private long TimeOf(EngineEffect effect) => effect switch
    {
        EngineEffect.Append when hasWritten => AppendTime,
        EngineEffect.OpenLog => OpenTime,
        _ => random.Between(node.Profile.MinSync, node.Profile.MaxSync),
    };
}
