using System.Globalization;
using Kraken.Starknet.Limits;

namespace Kraken.Execution.Blocks.Weights;

/// <summary>What a transaction, or a block, takes of each thing that a block has a limit of.</summary>
public readonly record struct BlockWeights
{
    /// <summary>How many transactions: 1 for one.</summary>
    public ulong Transactions { get; init; }

    /// <summary>Bytes as validators exchange them.</summary>
    public ulong Bytes { get; init; }

    /// <summary>L1 gas of the messages.</summary>
    public ulong L1Gas { get; init; }

    /// <summary>Felts of messages to L1, headers included.</summary>
    public ulong MessageWords { get; init; }

    /// <summary>Events of validation and execution.</summary>
    public ulong Events { get; init; }

    /// <summary>Felts of the state diff.</summary>
    public ulong StateDiffWords { get; init; }

    /// <summary>Execution, the tries and the hashing of classes included, at the prices of Sierra gas.</summary>
    public ulong SierraGas { get; init; }

    /// <summary>The same at the prices of proving.</summary>
    public ulong ProvingGas { get; init; }

    /// <summary>L2 gas as receipts show it.</summary>
    public ulong ReceiptL2Gas { get; init; }

    /// <summary>
    /// Cells of the trace of a proof: see <see cref="Weights.ProvingCells"/>. No limit of the chain's; builders close blocks by it.
    /// </summary>
    public ulong ProvingCells { get; init; }

    /// <summary>The sum of each.</summary>
    /// <exception cref="System.OverflowException">A sum exceeds 64 bits.</exception>
    public static BlockWeights operator +(in BlockWeights left, in BlockWeights right) => checked(new()
    {
        Transactions = left.Transactions + right.Transactions,
        Bytes = left.Bytes + right.Bytes,
        L1Gas = left.L1Gas + right.L1Gas,
        MessageWords = left.MessageWords + right.MessageWords,
        Events = left.Events + right.Events,
        StateDiffWords = left.StateDiffWords + right.StateDiffWords,
        SierraGas = left.SierraGas + right.SierraGas,
        ProvingGas = left.ProvingGas + right.ProvingGas,
        ReceiptL2Gas = left.ReceiptL2Gas + right.ReceiptL2Gas,
        ProvingCells = left.ProvingCells + right.ProvingCells,
    });

    /// <summary>The first limit that is passed, with what was expected and what came; null when there is room for all of it.</summary>
    public string? Exceeded(BlockBounds bounds) =>
        Over("transactions", Transactions, (ulong)bounds.MaxTransactions)
        ?? Over("bytes", Bytes, (ulong)bounds.MaxBytes)
        ?? Over("L1 gas", L1Gas, bounds.MaxL1Gas)
        ?? Over("message words", MessageWords, (ulong)bounds.MaxMessageWords)
        ?? Over("events", Events, (ulong)bounds.MaxEvents)
        ?? Over("state diff words", StateDiffWords, (ulong)bounds.MaxStateDiffWords)
        ?? Over("Sierra gas", SierraGas, bounds.MaxSierraGas)
        ?? Over("proving gas", ProvingGas, bounds.MaxProvingGas)
        ?? Over("L2 gas of receipts", ReceiptL2Gas, bounds.MaxReceiptL2Gas);

    private static string? Over(string what, ulong got, ulong limit) =>
        got > limit ? string.Create(CultureInfo.InvariantCulture, $"{what}: expected at most {limit}, got {got}") : null;
}
