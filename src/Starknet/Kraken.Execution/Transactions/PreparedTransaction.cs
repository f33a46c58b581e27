using Kraken.Execution.Classes;
using Kraken.Fields;
using Kraken.Starknet.Transactions;

namespace Kraken.Execution.Transactions;

/// <summary>A transaction of an account, ready to run.</summary>
internal sealed record PreparedTransaction
{
    internal required TransactionType Kind { get; init; }

    internal required TransactionInfo Info { get; init; }

    // Calldata of __execute__ or of the constructor; empty for a declare.
    internal Felt[] Calldata { get; init; } = [];

    // The declared class, or the class of the new account.
    internal Felt ClassHash { get; init; }

    internal Felt CompiledClassHash { get; init; }

    internal Felt Salt { get; init; }

    internal CompiledContract? Declared { get; init; }

    internal int ExtendedCalldataLength => Calldata.Length + Info.ProofFacts.Length;
}
