using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Log;
using Kraken.Consensus.Engine.Messages;

namespace Kraken.Consensus.Engine.Machine;

/// <summary>What happens to a validator: the only way in which the world reaches the engine's machine.</summary>
public abstract record EngineEvent
{
    private EngineEvent()
    {
    }

    /// <summary>The validator starts, or starts again after a crash. The first event, once.</summary>
    /// <param name="Tip">The last committed block.</param>
    /// <param name="Log">What the log of the next height holds.</param>
    /// <param name="LastSigned">The last statement that the guard let pass.</param>
    public sealed record Started(CommittedTip Tip, LogContent Log, SignedStep LastSigned) : EngineEvent;

    /// <summary>A decoded message of an authenticated peer.</summary>
    public sealed record Received(ValidatorId Peer, PeerMessage Message) : EngineEvent;

    /// <summary>The answer to <see cref="EngineEffect.Verify"/>.</summary>
    public sealed record Verified(long Ticket, bool IsAuthentic) : EngineEvent;

    /// <summary>The answer to <see cref="EngineEffect.Build"/>; no block when the application failed or gave up.</summary>
    public sealed record Built(long Ticket, BuiltBlock? Block) : EngineEvent;

    /// <summary>The answer to <see cref="EngineEffect.Check"/>.</summary>
    public sealed record Checked(long Ticket, BlockVerdict Verdict) : EngineEvent;

    /// <summary>The answer to <see cref="EngineEffect.Sign"/>; null when the guard refuses.</summary>
    public sealed record Signed(long Ticket, SignedStatement? Statement) : EngineEvent;

    /// <summary>The answer to <see cref="EngineEffect.Commit"/>.</summary>
    public sealed record Committed(ulong Height, CommitOutcome Outcome) : EngineEvent;

    /// <summary>The shortest time between blocks has passed: the height may begin.</summary>
    public sealed record HeightAllowed(ulong Height) : EngineEvent;

    /// <summary>The height should begin.</summary>
    public sealed record HeightDue(ulong Height) : EngineEvent;

    /// <summary>A timer of the core elapsed.</summary>
    public sealed record TimerElapsed(TimerId Id) : EngineEvent;

    /// <summary>The interval of repetition passed.</summary>
    public sealed record ReminderDue : EngineEvent;

    /// <summary>A connection to a peer is up: it can be asked and told again.</summary>
    public sealed record PeerConnected(ValidatorId Peer) : EngineEvent;

    /// <summary>
    /// The disk failed to make something durable that was said to it. Nothing is written or signed from then on, and no effect on the disk
    /// is answered any more.
    /// </summary>
    public sealed record StorageFailed(string Reason) : EngineEvent;

    /// <summary>The answer to <see cref="EngineEffect.ReadBlock"/>; null when the block is unknown.</summary>
    public sealed record BlockRead(ValidatorId Peer, ulong Height, CertifiedBlock? Block) : EngineEvent;
}

/// <summary>What the application found about a block.</summary>
public enum BlockVerdict
{
    /// <summary>It executes to its value.</summary>
    Valid,

    /// <summary>It does not.</summary>
    Invalid,

    /// <summary>The check was given up before it ended; nothing is known.</summary>
    Cancelled,

    /// <summary>The application failed: nothing is known, and this node does not vote for the block.</summary>
    Failed,
}

/// <summary>How a commit ended.</summary>
public enum CommitOutcome
{
    /// <summary>The block is durable.</summary>
    Done,

    /// <summary>It could not be written (a full disk); it may be tried again.</summary>
    Failed,

    /// <summary>The committee decided what this node finds invalid: it must stop.</summary>
    Diverged,
}
