namespace Kraken.P2P;

/// <summary>What a message is about.</summary>
public enum PeerChannel : byte
{
    /// <summary>Proposals, votes, catch-up.</summary>
    Consensus = 1,

    /// <summary>Transactions on their way to the proposer.</summary>
    Transactions = 2,
}
