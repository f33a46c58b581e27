using System;
using System.Collections.Generic;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Log;
using Kraken.Consensus.Engine.Machine;
using Kraken.Consensus.Simulation.Clock;

namespace Kraken.Consensus.Simulation.Nodes;

/// <summary>
/// The lane that writes: log records and signatures, in order. A record is cheap until a signature waits for the disk. The answer leaves
/// the lane a moment after the guard's own record is durable, so that a crash may fall between the two.
/// </summary>
internal sealed class StorageLane
{
    private const long AppendTime = 5;
    private const long OpenTime = 200;

    private readonly World world;
    private readonly SimulatedNode node;
    private readonly NodeProcess process;
    private readonly WriteAheadLog log;
    private readonly SignerGuard guard;
    private readonly SeededRandom random;
    private readonly Queue<EngineEffect> queue = [];
    private bool isBusy;
    private int answers;

    public StorageLane(World world, SimulatedNode node, NodeProcess process)
    {
        this.world = world;
        this.node = node;
        this.process = process;
        random = world.Numbers("disk", node.Index);
        log = new WriteAheadLog(node.Disk, world.Algorithm, world.Limits.MaxBlockBytes);
        bool isNew = (node.Chain.Tip.Height == 0 && log.IsEmpty) || world.Sabotage == Sabotage.ForgottenVotes;
        guard = SignerGuard.Open(world.Keys.SignerOf(node.Self), world.Algorithm, world.Domain, node.Disk, isNew);
        Found = log.Open(node.Chain.Tip.Height + 1);
        LastSigned = guard.Last;
    }

    /// <summary>What the log held at the start.</summary>
    public LogContent Found { get; }

    /// <summary>What the guard last let pass at the start.</summary>
    public SignedStep LastSigned { get; }

    /// <summary>Effects and answers that are not done.</summary>
    public int Waiting => queue.Count + answers + (isBusy ? 1 : 0);

    public void Add(EngineEffect effect)
    {
        queue.Enqueue(effect);
        if (!isBusy)
        {
            Next();
        }
    }

    private void Next()
    {
        if (!queue.TryDequeue(out EngineEffect? effect))
        {
            return;
        }

        isBusy = true;
        process.After(TimeOf(effect), () =>
        {
            Do(effect);
            isBusy = false;
            Next();
        });
    }

    private long TimeOf(EngineEffect effect) => effect switch
    {
        EngineEffect.Append => AppendTime,
        EngineEffect.OpenLog => OpenTime,
        _ => random.Between(node.Profile.MinSync, node.Profile.MaxSync),
    };

    private void Do(EngineEffect effect)
    {
        switch (effect)
        {
            case EngineEffect.OpenLog open:
                log.Open(open.Height);
                break;
            case EngineEffect.Append append:
                log.Append(append.Record);
                break;
            case EngineEffect.CompactLog compact:
                log.Compact(compact.Keep);
                break;
            case EngineEffect.Sign sign:
                log.Flush();
                SignedStatement? signed = guard.Sign(sign.Statement);
                answers++;
                process.After(random.Between(1, 100), () =>
                {
                    answers--;
                    process.Handle(new EngineEvent.Signed(sign.Ticket, signed));
                });
                break;
            default:
                throw new InvalidOperationException($"{effect.GetType().Name} is none of this lane's");
        }
    }
}
