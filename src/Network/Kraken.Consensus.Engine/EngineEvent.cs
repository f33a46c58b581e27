using Kraken.Consensus.Engine.Messages;

namespace Kraken.Consensus.Engine;

/// <summary>What the engine's loop waits for.</summary>
internal abstract record EngineEvent
{
    private EngineEvent()
    {
    }

    internal sealed record Received(ValidatorId Peer, ConsensusMessage Message) : EngineEvent;

    internal sealed record Connected(ValidatorId Peer) : EngineEvent;

    internal sealed record HeightDue(ulong Height) : EngineEvent;

    internal sealed record Elapsed(TimeoutId Id) : EngineEvent;

    internal sealed record Repeat : EngineEvent;
}
