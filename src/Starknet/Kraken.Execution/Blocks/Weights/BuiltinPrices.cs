using Kraken.Execution.Constants;
using Kraken.Starknet.Limits;

namespace Kraken.Execution.Blocks.Weights;

/// <summary>Prices of VM resources in one of the two gases of a block's limits: they differ in the builtins only.</summary>
internal sealed class BuiltinPrices
{
    private readonly GasCosts costs;
    private readonly ulong[] builtins = new ulong[BuiltinCounts.Length];

    private BuiltinPrices(GasCosts costs) => this.costs = costs;

    /// <summary>The prices that compiled code pays.</summary>
    internal static BuiltinPrices OfSierra(GasCosts costs)
    {
        BuiltinPrices prices = new(costs);
        for (int i = 0; i < BuiltinCounts.Length; i++)
        {
            PricedBuiltin builtin = (PricedBuiltin)i;
            prices.builtins[i] = builtin is PricedBuiltin.Output or PricedBuiltin.SegmentArena ? 0 : costs.Of(builtin);
        }

        return prices;
    }

    /// <summary>The prices of proving, which follow from how many instances a block may have.</summary>
    internal static BuiltinPrices OfProving(GasCosts costs, BlockBounds bounds)
    {
        BuiltinBounds limits = bounds.Builtins;
        BuiltinPrices prices = new(costs);
        ulong[] of = prices.builtins;
        of[(int)PricedBuiltin.Pedersen] = bounds.MaxProvingGas / limits.Pedersen;
        of[(int)PricedBuiltin.RangeCheck] = bounds.MaxProvingGas / limits.RangeCheck;
        of[(int)PricedBuiltin.RangeCheck96] = bounds.MaxProvingGas / limits.RangeCheck96;
        of[(int)PricedBuiltin.Poseidon] = bounds.MaxProvingGas / limits.Poseidon;
        of[(int)PricedBuiltin.Ecdsa] = bounds.MaxProvingGas / limits.Ecdsa;
        of[(int)PricedBuiltin.EcOp] = bounds.MaxProvingGas / limits.EcOp;
        of[(int)PricedBuiltin.Bitwise] = bounds.MaxProvingGas / limits.Bitwise;
        of[(int)PricedBuiltin.Keccak] = bounds.MaxProvingGas / limits.Keccak;
        of[(int)PricedBuiltin.AddMod] = bounds.MaxProvingGas / limits.AddMod;
        of[(int)PricedBuiltin.MulMod] = bounds.MaxProvingGas / limits.MulMod;
        of[(int)PricedBuiltin.Blake] = bounds.MaxProvingGas / limits.Blake;
        return prices;
    }

    /// <summary>Gas of steps, holes and builtins; an instance of the segment arena is proved as steps.</summary>
    internal ulong Of(in VmResources resources) => checked(
        ((ulong)(resources.Steps
            + (L1GasCosts.Ethereum.StepsPerSegmentArenaInstance * resources.Builtins[PricedBuiltin.SegmentArena])) * costs.Step)
        + ((ulong)resources.MemoryHoles * costs.MemoryHole)
        + Of(resources.Builtins));

    /// <summary>Gas of builtins alone.</summary>
    internal ulong Of(in BuiltinCounts counts)
    {
        ulong gas = 0;
        for (int i = 0; i < BuiltinCounts.Length; i++)
        {
            gas = checked(gas + ((ulong)counts[i] * builtins[i]));
        }

        return gas;
    }
}
