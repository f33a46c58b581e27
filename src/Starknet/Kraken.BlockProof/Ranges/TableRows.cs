using System;
using System.Linq;
using System.Numerics;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.BlockProof.Ranges;

/// <summary>
/// What blocks put into the prover's tables. The tables of hashes and of points are padded to powers of two and are most of a proof, so
/// that one row more can cost as much as all rows before it. Each number is at most 2^40; sums stay there.
/// </summary>
/// <param name="Steps">Steps of the block program.</param>
/// <param name="Permutations">Poseidon permutations of different inputs.</param>
/// <param name="Pedersen">Pedersen hashes of different inputs.</param>
/// <param name="Multiples">Multiples of points, of which a check of a signature takes three.</param>
public readonly record struct TableRows(ulong Steps, ulong Permutations, ulong Pedersen, ulong Multiples)
{
    private const ulong Most = 1UL << 40;

    // The prover works on so many rows at once.
    private const ulong Least = 16;

    // Cells of a row with all that it calls for: of 107 cubes and 27 rounds for a permutation, 56 additions of points for a Pedersen hash,
    // 252 for a multiple, each in tables of a power of two.
    private const ulong PermutationCells = 58_500;
    private const ulong PedersenCells = 36_800;
    private const ulong MultipleCells = 320_800;

    // A step's tables are many and double at different sizes; with its memory, as measured from 10 to 150 transfers.
    private const ulong StepCells = 75;

    // Tables of a fixed size.
    private const ulong FixedCells = 97_000_000;

    private const ulong GasOfStep = 120;
    private const ulong DataGasOfWord = 32;

    // Of a transfer: state diffs that do not go to blobs are paid for with other things.
    private const ulong UsualWords = 6;
    private const ulong MultiplesOfSignature = 3;

    // Of a transaction's hash (with two that all have), and of its receipt's leaf with the nodes above both leaves.
    private const ulong PermutationsOfHash = 5;
    private const ulong PermutationsOfReceipt = 6;

    // Where a transaction goes: the leaf of its sender before and after, the ways to the keys of a state diff's words, with their aliases.
    // In tries of a thousand accounts; a million take three times as many.
    private const ulong PedersenOfTransaction = 5;
    private const ulong PedersenOfWord = 3;

    /// <summary>What a proof has without blocks, and with the classes that most blocks run.</summary>
    public static TableRows OfNoBlocks { get; } = new(80_000, 30, 60, 0);

    /// <summary>What a block has without transactions.</summary>
    public static TableRows OfEmptyBlock { get; } = new(8_000, 20, 60, 0);

    /// <summary>The cells of a proof over these rows.</summary>
    public ulong Cells => FixedCells
        + (Steps * StepCells)
        + (Padded(Permutations) * PermutationCells)
        + (Padded(Pedersen) * PedersenCells)
        + (Padded(Multiples) * MultipleCells);

    /// <summary>What they would be if no table were padded: what blocks are worth, whichever others they share a proof with.</summary>
    public ulong UnpaddedCells => (Steps * StepCells)
        + (Permutations * PermutationCells) + (Pedersen * PedersenCells) + (Multiples * MultipleCells);

    /// <summary>The sum of each.</summary>
    public static TableRows operator +(in TableRows a, in TableRows b) => new(
        Sum(a.Steps, b.Steps), Sum(a.Permutations, b.Permutations), Sum(a.Pedersen, b.Pedersen), Sum(a.Multiples, b.Multiples));

    /// <summary>About what a decided block has. Its state diff is taken from what its transactions paid for.</summary>
    public static TableRows Of(Block block)
    {
        ArgumentNullException.ThrowIfNull(block);
        ulong fees = (ulong)block.Transactions.Select(item => (item as AccountTransaction)?.ResourceBounds).Distinct().Count();
        TableRows rows = OfEmptyBlock + new TableRows(0, PermutationsOf(4) * fees, 0, 0);
        for (int i = 0; i < block.Transactions.Length; i++)
        {
            rows += OfTransaction(block.Transactions[i], block.Receipts[i]);
        }

        return rows;
    }

    private static TableRows OfTransaction(Transaction transaction, TransactionReceipt receipt)
    {
        ulong words = receipt.Gas.L1DataGas == 0 ? UsualWords : Math.Min(receipt.Gas.L1DataGas / DataGasOfWord, Most);
        ulong permutations = PermutationsOfHash + PermutationsOf(CalldataOf(transaction)) + PermutationsOf(1 + transaction.Signature.Length)
            + PermutationsOfReceipt + (words * 3 / 4);
        foreach (ContractEvent item in receipt.Events)
        {
            permutations += PermutationsOf(4 + item.Keys.Length + item.Data.Length);
        }

        ulong signatures = (ulong)(transaction.Signature.Length + 1) / 2;
        return default(TableRows) + new TableRows(
            receipt.Gas.L2Gas / GasOfStep,
            permutations,
            PedersenOfTransaction + (words * PedersenOfWord),
            MultiplesOfSignature * signatures);
    }

    private static int CalldataOf(Transaction transaction) => transaction switch
    {
        InvokeTransaction invoke => invoke.Calldata.Length,
        DeployAccountTransaction deployment => deployment.ConstructorCalldata.Length,
        _ => 0,
    };

    // Of a list: in pairs, and its end.
    private static ulong PermutationsOf(int length) => ((ulong)length / 2) + 1;

    private static ulong Padded(ulong rows) => BitOperations.RoundUpToPowerOf2(Math.Max(rows, Least));

    private static ulong Sum(ulong a, ulong b) => Math.Min(Math.Min(a, Most) + Math.Min(b, Most), Most);
}
