namespace Kraken.Consensus.Engine.Messages;

/// <summary>What validators send each other.</summary>
public abstract record PeerMessage
{
    private PeerMessage()
    {
    }

    /// <summary>A message of the consensus algorithm.</summary>
    public sealed record Consensus(ConsensusMessage Message) : PeerMessage;

    /// <summary>The sender's last committed height: who is behind asks for blocks.</summary>
    public sealed record Status(ulong CommittedHeight) : PeerMessage;

    /// <summary>Asks for the message of a round that carries a block, as the sender of it signed it.</summary>
    public sealed record CarrierRequest(ulong Height, int Round) : PeerMessage;

    /// <summary>Asks for a committed block.</summary>
    public sealed record BlockRequest(ulong Height) : PeerMessage;

    /// <summary>A committed block and the certificate that decided it.</summary>
    public sealed record Decided(CertifiedBlock Block) : PeerMessage;
}
