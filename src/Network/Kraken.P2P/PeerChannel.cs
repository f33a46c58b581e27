namespace Kraken.P2P;

/// <summary>
/// What a message is about. Each channel has its own limits and queues; what waits is sent in this order, so a small urgent message
/// never waits for a large one.
/// </summary>
public enum PeerChannel : byte
{
    /// <summary>Votes, status, requests: small and urgent.</summary>
    Votes = 1,

    /// <summary>Proposals with their blocks, decided blocks: large.</summary>
    Blocks = 2,

    /// <summary>Transactions on their way to the proposer.</summary>
    Transactions = 3,

    /// <summary>What the next proposer has executed so far. Behind the transactions that it names.</summary>
    Drafts = 4,
}
