using Kraken.Execution.Constants;
using Kraken.Sierra.ToIL;

namespace Kraken.Execution.Native;

/// <summary>
/// What native calls paid for other things than steps of the virtual machine, and the memory cells that these would fill there.
/// </summary>
internal sealed class NativeSpending
{
    // The largest instance of a builtin is one of a modulo builtin: seven cells.
    private const int CellsPerInstance = 7;

    /// <summary>Sierra gas.</summary>
    public ulong Gas { get; private set; }

    /// <summary>Cells, at most.</summary>
    public long Cells { get; private set; }

    /// <summary>Begins anew.</summary>
    public void Clear() => (Gas, Cells) = (0, 0);

    /// <summary>Adds what something cost and fills.</summary>
    public void Add(ulong gas, long cells)
    {
        Gas += gas;
        Cells += cells;
    }

    /// <summary>Adds a run's builtins; Blake is an instruction, whose step is left where it is.</summary>
    public void Add(in NativeUsage usage, GasCosts costs)
    {
        AddBuiltin(PricedBuiltin.RangeCheck, usage.RangeChecks, costs);
        AddBuiltin(PricedBuiltin.RangeCheck96, usage.RangeChecks96, costs);
        AddBuiltin(PricedBuiltin.Pedersen, usage.Pedersens, costs);
        AddBuiltin(PricedBuiltin.Poseidon, usage.Poseidons, costs);
        AddBuiltin(PricedBuiltin.Bitwise, usage.Bitwises, costs);
        AddBuiltin(PricedBuiltin.EcOp, usage.EcOps, costs);
        AddBuiltin(PricedBuiltin.AddMod, usage.AddMods, costs);
        AddBuiltin(PricedBuiltin.MulMod, usage.MulMods, costs);
    }

    private void AddBuiltin(PricedBuiltin builtin, long count, GasCosts costs) =>
        Add((ulong)count * costs.Of(builtin), count * CellsPerInstance);
}
