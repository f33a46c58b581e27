using System.Collections.Generic;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.State.Journal;

namespace Kraken.Execution.Transactions;

/// <summary>What a transaction took of the machine, reverted runs included; the weights of a block are counted from it.</summary>
public sealed record TransactionUsage
{
    /// <summary>Builtins of all runs and their system calls.</summary>
    public required BuiltinCounts Builtins { get; init; }

    /// <summary>The part of <see cref="Builtins"/> that a reverted execution used where steps meter it, which no price contains.</summary>
    public required BuiltinCounts RevertedBuiltins { get; init; }

    /// <summary>
    /// Sierra gas of a reverted execution and its steps in Sierra gas, where no price contains them: of an L1 handler nothing is charged.
    /// </summary>
    public ulong UnpricedGas { get; init; }

    /// <summary>Storage cells that were read or written, each once.</summary>
    public required IReadOnlyList<StorageCell> Storage { get; init; }

    /// <summary>Classes that ran, with what hashing each costs.</summary>
    public required IReadOnlyDictionary<Felt, VmResources> Classes { get; init; }
}
