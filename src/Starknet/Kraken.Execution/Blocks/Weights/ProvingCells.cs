using Kraken.Execution.Constants;

namespace Kraken.Execution.Blocks.Weights;

/// <summary>
/// What a proof of blocks costs: cells of the prover's trace (rows times trace and interaction columns), to which its time and memory are
/// proportional. The numbers are fitted to proofs of our own; hashes of equal inputs are counted each time, though the prover has one row
/// for them, so that this is rather too much.
/// </summary>
public static class ProvingCells
{
    /// <summary>The most cells of one proof on a machine of 24 GiB that is not its own: a proof of 1.2e9 cells took 11.9 GiB.</summary>
    public const ulong OfOneProof = 1_700_000_000;

    /// <summary>Cells of a proof without blocks: tables, and the classes that most blocks run.</summary>
    public const ulong OfNoBlocks = 110_000_000;

    /// <summary>Cells of a block without transactions.</summary>
    public const ulong OfEmptyBlock = 3_500_000;

    /// <summary>Cells of a step of the virtual machine.</summary>
    public const ulong Step = 58;

    /// <summary>Cells of a Pedersen hash.</summary>
    public const ulong Pedersen = 32_245;

    /// <summary>Cells of a Poseidon permutation.</summary>
    public const ulong Poseidon = 47_958;

    /// <summary>Cells of a multiple of a point.</summary>
    public const ulong EcOp = 315_813;

    private const ulong Blake = 11_090;

    // A cell or two of the range checks' own tables; the rest is memory, which steps have paid.
    private const ulong RangeCheck = 60;
    private const ulong Wide = 500;

    // A transaction's hash, its leaf and its receipt's; an event's leaf; a node above each; two words of a state diff.
    private const ulong PermutationsOfTransaction = 16;
    private const ulong PermutationsOfEvent = 6;

    /// <summary>Cells of one transaction.</summary>
    /// <param name="steps">The steps, those of the program around the contracts included.</param>
    /// <param name="builtins">The instances of builtins, those of the tries included.</param>
    /// <param name="stateDiffWords">What it adds to the state diff.</param>
    internal static ulong Of(ulong steps, in BuiltinCounts builtins, ulong events, ulong stateDiffWords)
    {
        ulong permutations = PermutationsOfTransaction + (PermutationsOfEvent * events) + ((stateDiffWords + 1) / 2);
        ulong cells = checked((steps * Step) + (permutations * Poseidon));
        for (int i = 0; i < BuiltinCounts.Length; i++)
        {
            cells = checked(cells + ((ulong)builtins[i] * Of((PricedBuiltin)i)));
        }

        return cells;
    }

    private static ulong Of(PricedBuiltin builtin) => builtin switch
    {
        PricedBuiltin.Pedersen => Pedersen,
        PricedBuiltin.Poseidon => Poseidon,
        PricedBuiltin.EcOp or PricedBuiltin.Ecdsa => EcOp,
        PricedBuiltin.Blake => Blake,
        PricedBuiltin.RangeCheck or PricedBuiltin.RangeCheck96 => RangeCheck,
        PricedBuiltin.Output or PricedBuiltin.SegmentArena => 0,
        _ => Wide,
    };
}
