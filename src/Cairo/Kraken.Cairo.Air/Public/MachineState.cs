using Kraken.Fields;

namespace Kraken.Cairo.Air.Public;

/// <summary>The registers of the machine at the first or last step.</summary>
/// <param name="Pc">The program counter.</param>
/// <param name="Ap">The allocation pointer.</param>
/// <param name="Fp">The frame pointer.</param>
public readonly record struct MachineState(uint Pc, uint Ap, uint Fp)
{
    /// <summary>The registers as the opcodes relation's tuple.</summary>
    public M31[] Tuple => [M31.Reduce(Pc), M31.Reduce(Ap), M31.Reduce(Fp)];
}
