using System;
using System.Collections.Generic;
using Kraken.Execution.Calls;
using Kraken.Execution.Fees;
using Kraken.Starknet.Receipts;
using Kraken.State.Journal;

namespace Kraken.Execution.Transactions;

/// <summary>The transaction ran, or was reverted: either way it is part of the block and has paid.</summary>
public sealed record ExecutedOutcome : TransactionOutcome
{
    /// <summary>The validation call; null when validation was skipped.</summary>
    public CallInfo? Validate { get; init; }

    /// <summary>The call of __execute__ or of the constructor; null for declares and reverted transactions.</summary>
    public CallInfo? Execute { get; init; }

    /// <summary>The fee transfer; null when no fee was charged.</summary>
    public CallInfo? FeeTransfer { get; init; }

    /// <summary>Why the execution was reverted; null when it was not.</summary>
    public string? RevertReason { get; init; }

    /// <summary>The gas used.</summary>
    public required GasVector Gas { get; init; }

    /// <summary>The part of <see cref="Gas"/> that publishes the state diff.</summary>
    public required GasVector DataGas { get; init; }

    /// <summary>The fee in fri.</summary>
    public required UInt128 Fee { get; init; }

    /// <summary>What was used.</summary>
    public required TransactionResources Resources { get; init; }

    /// <summary>What it took of the machine.</summary>
    public required TransactionUsage Usage { get; init; }

    /// <summary>The changes of the transaction alone, in the order of the first writes.</summary>
    public required IReadOnlyList<StateChange> Changes { get; init; }
}
