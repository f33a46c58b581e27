using System;
using System.Collections.Generic;
using System.Threading;
using Kraken.Consensus.Engine.Machine;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Engine.Metrics;

namespace Kraken.Consensus.Engine.Shell;

/// <summary>
/// What waits for the engine, in lanes. Timers and answers come first and are never dropped: there are no more of them than the machine
/// asked for. Each peer has a lane for small messages and one for blocks, bounded; peers take turns, so none can keep the others out.
/// </summary>
/// <param name="options">How much room each peer has.</param>
/// <param name="firstTurn">Where the turns of the peers begin.</param>
internal sealed class EngineInbox(EngineOptions options, uint firstTurn = 0)
{
    // Between small messages a block gets its turn, so that a flood of votes cannot starve it.
    private const int SmallPerBlock = 8;

    private readonly object gate = new();
    private readonly Queue<EngineEvent> own = [];
    private readonly Dictionary<ValidatorId, PeerLanes> lanes = [];
    private readonly List<PeerLanes> turns = [];

    // Unsigned: a validator that runs for months counts past the end, and a peer must still come of it.
    private uint turn = firstTurn;
    private int sinceBlock;
    private long dropped;

    /// <summary>Messages of peers that found no room.</summary>
    public long Dropped => Volatile.Read(ref dropped);

    /// <summary>Events and messages that wait.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
            {
                int waiting = own.Count;
                foreach (PeerLanes lane in turns)
                {
                    waiting += lane.Small.Count + lane.Blocks.Count;
                }

                return waiting;
            }
        }
    }

    public void Post(EngineEvent next)
    {
        lock (gate)
        {
            own.Enqueue(next);
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Takes a message of a peer; false when its lane is full.</summary>
    /// <param name="peer">Who sent it.</param>
    /// <param name="bytes">Its length on the wire.</param>
    public bool TryPost(ValidatorId peer, PeerMessage message, int bytes)
    {
        bool isBlock = message is PeerMessage.Decided or PeerMessage.Consensus { Message.Carried: not null };
        bool isTaken;
        lock (gate)
        {
            PeerLanes lane = LanesOf(peer);
            isTaken = isBlock ? lane.BlockBytes + bytes <= options.BlockBytesPerPeer : lane.Small.Count < options.SmallMessagesPerPeer;
            if (isTaken && isBlock)
            {
                lane.BlockBytes += bytes;
                lane.Blocks.Enqueue((new EngineEvent.Received(peer, message), bytes));
            }
            else if (isTaken)
            {
                lane.Small.Enqueue(new EngineEvent.Received(peer, message));
            }

            if (isTaken)
            {
                Monitor.Pulse(gate);
            }
            else
            {
                dropped++;
            }
        }

        if (!isTaken)
        {
            EngineMeter.NoRoom((message as PeerMessage.Consensus)?.Message);
        }

        return isTaken;
    }

    /// <summary>Waits for the next event.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public EngineEvent Take(CancellationToken cancellation)
    {
        using CancellationTokenRegistration wake = cancellation.Register(Wake);
        lock (gate)
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                if (TakeNext() is { } next)
                {
                    return next;
                }

                Monitor.Wait(gate);
            }
        }
    }

    private void Wake()
    {
        lock (gate)
        {
            Monitor.PulseAll(gate);
        }
    }

    private EngineEvent? TakeNext() =>
        own.TryDequeue(out EngineEvent? next) ? next
        : sinceBlock < SmallPerBlock ? TakeSmall() ?? TakeBlock()
        : TakeBlock() ?? TakeSmall();

    private PeerLanes LanesOf(ValidatorId peer)
    {
        if (!lanes.TryGetValue(peer, out PeerLanes? lane))
        {
            lane = new PeerLanes();
            lanes.Add(peer, lane);
            turns.Add(lane);
        }

        return lane;
    }

    private PeerLanes NextInTurn() => turns[(int)(unchecked(turn++) % (uint)turns.Count)];

    private EngineEvent? TakeSmall()
    {
        for (int tried = 0; tried < turns.Count; tried++)
        {
            if (NextInTurn().Small.TryDequeue(out EngineEvent? next))
            {
                sinceBlock++;
                return next;
            }
        }

        return null;
    }

    private EngineEvent? TakeBlock()
    {
        for (int tried = 0; tried < turns.Count; tried++)
        {
            PeerLanes lane = NextInTurn();
            if (lane.Blocks.TryDequeue(out (EngineEvent Event, int Bytes) next))
            {
                lane.BlockBytes -= next.Bytes;
                sinceBlock = 0;
                return next.Event;
            }
        }

        return null;
    }

    private sealed class PeerLanes
    {
        public Queue<EngineEvent> Small { get; } = [];

        public Queue<(EngineEvent Event, int Bytes)> Blocks { get; } = [];

        public long BlockBytes { get; set; }
    }
}
