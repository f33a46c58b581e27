namespace Kraken.Rpc.Client;

/// <summary>How far a transaction has come.</summary>
public enum TransactionFinality
{
    /// <summary>It waits in a mempool.</summary>
    Received,

    /// <summary>It is proposed for the next block.</summary>
    Candidate,

    /// <summary>It is in the block being built.</summary>
    PreConfirmed,

    /// <summary>It is in a decided block.</summary>
    AcceptedOnL2,

    /// <summary>It is in a block proved on L1.</summary>
    AcceptedOnL1,

    /// <summary>It was taken and then dropped: no block will hold it.</summary>
    Rejected,
}
