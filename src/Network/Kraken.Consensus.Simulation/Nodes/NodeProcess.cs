using System;
using System.Collections.Generic;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Machine;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Chain;
using Kraken.Consensus.Simulation.Checks;
using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Nodes;

/// <summary>
/// One life of a node: the engine's machine, and a shell of virtual time around it that does what a node's shell does with threads,
/// files, sockets and timers. What it planned ends with it.
/// </summary>
internal sealed class NodeProcess
{
    private readonly World world;
    private readonly SimulatedNode node;
    private readonly EngineMachine machine;
    private readonly StorageLane storage;
    private readonly ExecutionLane execution;
    private readonly HeightClock heights;
    private readonly TimerTable timers;
    private readonly DeliveredVotes delivered;
    private readonly Authenticity authenticity;
    private readonly SeededRandom random;
    private readonly Dictionary<long, PeerMessage> verifying = [];
    private readonly List<EngineEffect> effects = [];

    public NodeProcess(World world, SimulatedNode node)
    {
        this.world = world;
        this.node = node;
        random = world.Numbers("shell", node.Index);
        EngineSetup setup = new(node.Self, world.Committee, world.Algorithm, world.Domain, world.Limits);
        storage = new StorageLane(world, node, this, setup);
        execution = new ExecutionLane(world, node, this);
        heights = new HeightClock(world, node, this);
        timers = new TimerTable(world, node, this);
        delivered = new DeliveredVotes(world.Committee);
        authenticity = new Authenticity(world.Options.AlterVerifier?.Invoke(world.Keys) ?? world.Keys, world.Algorithm, world.Domain);
        machine = new EngineMachine(setup);
    }

    /// <summary>False once the node crashed.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>Why the machine stopped; null when it did not.</summary>
    public string? Halted { get; private set; }

    /// <summary>Where the machine stands.</summary>
    public EngineStatus Status => machine.Status;

    /// <summary>Answers that the machine waits for.</summary>
    private int Outstanding => storage.Waiting + execution.Waiting + verifying.Count + (heights.IsAwaited ? 1 : 0);

    public void Start()
    {
        Handle(storage.Start);
        Remind(random.Between(0, world.Times.Reminder));
    }

    public void End() => IsAlive = false;

    /// <summary>Plans something of this process.</summary>
    public void After(long delay, Action action) => world.Clock.After(delay, () =>
    {
        if (IsAlive)
        {
            action();
        }
    });

    /// <summary>Bytes of a peer's node.</summary>
    public void Receive(SimulatedNode from, byte[] bytes)
    {
        if (Wire.ReadTransaction(bytes) is { } transaction)
        {
            Take(transaction);
        }
        else if (Wire.ReadMessage(bytes, world.Codec) is { } message)
        {
            node.Strategy?.Observe(from.Index, message);
            Handle(new EngineEvent.Received(from.Self, message));
        }
        else if (from.IsHonest)
        {
            throw new InvariantException(Verdict.Invalid, $"{node.Name} cannot decode {bytes.Length} bytes of {from.Name}");
        }
        else
        {
            node.Tell($"<- {bytes.Length} bytes that are no message from {from.Name}");
        }
    }

    /// <summary>A transaction of a client or a peer; a new one goes on to the others.</summary>
    public bool Take(SimulatedTransaction transaction)
    {
        if (node.Chain.Includes(transaction.Id) || node.Reported.Contains(transaction.Id) || !node.Pool.Add(transaction))
        {
            return false;
        }

        byte[] bytes = Wire.Write(transaction);
        foreach (SimulatedNode other in world.Nodes)
        {
            if (other.Self != node.Self)
            {
                world.Network.Send(node.Index, other.Index, bytes);
            }
        }

        heights.TransactionWaits();
        return true;
    }

    /// <summary>A peer connected.</summary>
    public void Connected(ValidatorId peer) => After(1, () => Handle(new EngineEvent.PeerConnected(peer)));

    /// <summary>Gives the machine an event and does what it asks for.</summary>
    public void Handle(EngineEvent happened)
    {
        if (!IsAlive)
        {
            return;
        }

        if (happened is EngineEvent.TimerElapsed elapsed)
        {
            node.Rules.Elapsed(elapsed.Id);
        }

        effects.Clear();
        try
        {
            machine.Handle(happened, effects);
        }
        catch (Exception error) when (error is not InvariantException)
        {
            node.Tell(world.Text.Of(happened, effects));
            throw new InvariantException(
                node.IsHonest ? Verdict.Crashed : Verdict.Invalid, $"{node.Name}: the machine threw on {happened.GetType().Name}: {error}");
        }

        node.Tell(world.Text.Of(happened, effects));
        if (happened is EngineEvent.Signed { Statement: { } own })
        {
            delivered.Add(own);
            node.Rules.Heard(own.Statement);
        }

        foreach (EngineEffect effect in effects)
        {
            Perform(effect);
        }

        if (node.IsHonest)
        {
            MachineInvariants.Check(node, machine.Status, world.Limits, world.Committee, timers, delivered, Outstanding);
        }
    }

    private void Perform(EngineEffect effect)
    {
        switch (effect)
        {
            case EngineEffect.OpenLog or EngineEffect.Append or EngineEffect.CompactLog or EngineEffect.Sign:
                storage.Add(effect);
                break;
            case EngineEffect.Build or EngineEffect.Check:
                storage.After(() => execution.Add(effect));
                break;
            case EngineEffect.Commit or EngineEffect.RetryCommit:
                execution.Add(effect);
                break;
            case EngineEffect.Cancel cancel:
                execution.Cancel(cancel.Ticket);
                break;
            case EngineEffect.Verify verify:
                Verify(verify);
                break;
            case EngineEffect.AwaitHeight awaited:
                heights.Await(awaited.Height);
                break;
            case EngineEffect.SetTimer timer:
                if (node.IsHonest && world.Options.ChecksRules)
                {
                    node.Rules.Sets(timer.Id);
                }

                timers.Set(timer.Id, timer.Delay);
                break;
            case EngineEffect.ForgetTimers:
                timers.Forget();
                break;
            case EngineEffect.Send send:
                Send(send.Peer, send.Message);
                break;
            case EngineEffect.Broadcast broadcast:
                Broadcast(broadcast.Message);
                break;
            case EngineEffect.ReadBlock read:
                After(
                    random.Between(100, 2_000),
                    () => Handle(new EngineEvent.BlockRead(read.Peer, read.Height, node.Chain.Read(read.Height))));
                break;
            case EngineEffect.Penalize penalize:
                Penalize(penalize);
                break;
            case EngineEffect.Equivocation equivocation:
                Accuse(equivocation);
                break;
            case EngineEffect.Halt halt:
                Halt(halt.Reason);
                break;
            default:
                break;
        }
    }

    private void Verify(EngineEffect.Verify verify)
    {
        verifying.Add(verify.Ticket, verify.Message);
        After(random.Between(node.Profile.MinVerify, node.Profile.MaxVerify), () =>
        {
            verifying.Remove(verify.Ticket);
            bool isAuthentic = authenticity.Holds(verify.Message);
            if (isAuthentic && node.IsHonest && world.Options.ChecksRules)
            {
                Provenance.Check(world, node, verify.Message);
            }

            if (isAuthentic && verify.Message is PeerMessage.Consensus { Message: TendermintMessage.VoteMessage vote })
            {
                delivered.Add(vote.Signed);
            }

            if (isAuthentic && verify.Message is PeerMessage.Consensus { Message: { } content })
            {
                node.Rules.Heard(content);
            }

            Handle(new EngineEvent.Verified(verify.Ticket, isAuthentic));
        });
    }

    private void Send(ValidatorId peer, PeerMessage message)
    {
        CheckReleased(message);
        byte[]? bytes = null;
        foreach (SimulatedNode other in world.Nodes)
        {
            if (other.Self == peer && other.Self != node.Self)
            {
                SendTo(other, message, ref bytes);
            }
        }
    }

    private void Broadcast(PeerMessage message)
    {
        CheckReleased(message);
        byte[]? bytes = null;
        foreach (SimulatedNode other in world.Nodes)
        {
            if (other.Self != node.Self)
            {
                SendTo(other, message, ref bytes);
            }
        }
    }

    private void SendTo(SimulatedNode other, PeerMessage message, ref byte[]? bytes)
    {
        if (node.Strategy is { } strategy)
        {
            strategy.Outgoing(other.Index, message);
        }
        else
        {
            world.Network.Send(node.Index, other.Index, bytes ??= Wire.Write(message, world.Codec));
        }
    }

    private void CheckReleased(PeerMessage message)
    {
        if (node.IsHonest && message is PeerMessage.Consensus consensus)
        {
            foreach (SignedStatement signed in consensus.Message.Statements)
            {
                if (signed.Statement.Author == node.Self)
                {
                    world.Released.Add(node.Index, signed.Statement);
                    if (world.Options.ChecksRules)
                    {
                        node.Rules.Says(signed.Statement);
                    }
                }
            }
        }
    }

    private void Penalize(EngineEffect.Penalize penalize)
    {
        foreach (SimulatedNode accused in world.NodesOf(penalize.Peer))
        {
            if (node.IsHonest && accused.IsHonest)
            {
                throw new InvariantException(Verdict.Invalid, $"{node.Name} penalises {accused.Name}, which is honest: {penalize.Offence}");
            }
        }
    }

    private void Accuse(EngineEffect.Equivocation equivocation)
    {
        (Statement first, Statement second) = (equivocation.First.Statement, equivocation.Second.Statement);
        if (node.IsHonest && (first.Author != second.Author || first.Slot != second.Slot || first == second))
        {
            throw new InvariantException(Verdict.Invalid, $"{node.Name} takes {first} and {second} for an equivocation");
        }

        foreach (SimulatedNode accused in world.NodesOf(equivocation.First.Statement.Author))
        {
            if (node.IsHonest && accused.IsHonest)
            {
                throw new InvariantException(
                    Verdict.DoubleSigned,
                    $"{node.Name} has proof that {accused.Name}, which is honest, equivocated: "
                    + $"{equivocation.First} and {equivocation.Second}");
            }
        }
    }

    private void Halt(string reason)
    {
        Halted = reason;
        if (storage.HasFailed)
        {
            node.StartAgain(this, random.Between(200, 1_500) * Microseconds.PerMillisecond);
        }
        else if (node.IsHonest && !node.MayHalt)
        {
            throw new InvariantException(Verdict.Invalid, $"{node.Name} halts: {reason}");
        }
    }

    private void Remind(long delay) => After(delay, () =>
    {
        Handle(new EngineEvent.ReminderDue());
        Remind(world.Times.Reminder);
    });
}
