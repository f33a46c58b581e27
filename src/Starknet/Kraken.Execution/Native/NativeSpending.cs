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

    /// <summary>Adds a run's builtins.</summary>
    public void Add(in NativeUsage usage, GasCosts costs)
    {
        Add(PricedBuiltin.RangeCheck, usage.RangeChecks);
        Add(PricedBuiltin.RangeCheck96, usage.RangeChecks96);
        Add(PricedBuiltin.Pedersen, usage.Pedersens);
        Add(PricedBuiltin.Poseidon, usage.Poseidons);
        Add(PricedBuiltin.Bitwise, usage.Bitwises);
        Add(PricedBuiltin.EcOp, usage.EcOps);
        Add(PricedBuiltin.AddMod, usage.AddMods);
        Add(PricedBuiltin.MulMod, usage.MulMods);

        void Add(PricedBuiltin builtin, long count) => this.Add((ulong)count * costs.Of(builtin), count * CellsPerInstance);
    }
}
