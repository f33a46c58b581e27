using System.Collections.Generic;

namespace Kraken.Cairo.Prover.Input;

/// <summary>The states before the steps that one opcode component covers, in trace order.</summary>
public sealed class CasmStates
{
    private readonly List<uint> _pc = [];
    private readonly List<uint> _ap = [];
    private readonly List<uint> _fp = [];

    /// <summary>The number of steps.</summary>
    public int Count => _pc.Count;

    /// <summary>The program counters.</summary>
    public IReadOnlyList<uint> Pc => _pc;

    /// <summary>The allocation pointers.</summary>
    public IReadOnlyList<uint> Ap => _ap;

    /// <summary>The frame pointers.</summary>
    public IReadOnlyList<uint> Fp => _fp;

    /// <summary>Appends a step.</summary>
    public void Add(uint pc, uint ap, uint fp)
    {
        _pc.Add(pc);
        _ap.Add(ap);
        _fp.Add(fp);
    }

    /// <summary>The columns pc, ap, fp.</summary>
    internal List<uint>[] Columns => [_pc, _ap, _fp];
}
