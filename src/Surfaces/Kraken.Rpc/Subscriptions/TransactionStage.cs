using System;

namespace Kraken.Rpc.Subscriptions;

/// <summary>The stages of a transaction that a subscription tells of.</summary>
[Flags]
internal enum TransactionStage
{
    /// <summary>No stage: nothing is told.</summary>
    None = 0,

    /// <summary>RECEIVED: it waits in the mempool.</summary>
    Received = 1,

    /// <summary>CANDIDATE: it is chosen for the block being built.</summary>
    Candidate = 2,

    /// <summary>PRE_CONFIRMED: it is executed in the block being built.</summary>
    PreConfirmed = 4,

    /// <summary>ACCEPTED_ON_L2: it is in a decided block.</summary>
    Accepted = 8,
}
