using System.Collections.Generic;

namespace Kraken.Cairo.Prover.Input;

/// <summary>The states before the steps that one opcode component covers, in trace order.</summary>
public sealed class CasmStates
{
    private readonly List<uint> pc = [];
    private readonly List<uint> ap = [];
    private readonly List<uint> fp = [];

    /// <summary>The number of steps.</summary>
    public int Count => pc.Count;

    /// <summary>The program counters.</summary>
    public IReadOnlyList<uint> Pc => pc;

    /// <summary>The allocation pointers.</summary>
    public IReadOnlyList<uint> Ap => ap;

    /// <summary>The frame pointers.</summary>
    public IReadOnlyList<uint> Fp => fp;

    /// <summary>Appends a step.</summary>
    public void Add(uint pc, uint ap, uint fp)
    {
        this.pc.Add(pc);
        this.ap.Add(ap);
        this.fp.Add(fp);
    }

    /// <summary>The columns pc, ap, fp.</summary>
    internal List<uint>[] Columns => [pc, ap, fp];
}
