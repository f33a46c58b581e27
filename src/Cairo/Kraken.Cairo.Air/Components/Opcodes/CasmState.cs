using Kraken.Air;

namespace Kraken.Cairo.Air.Components.Opcodes;

/// <summary>The registers of the Cairo machine.</summary>
/// <param name="Pc">The program counter.</param>
/// <param name="Ap">The allocation pointer.</param>
/// <param name="Fp">The frame pointer.</param>
internal readonly record struct CasmState(Expr Pc, Expr Ap, Expr Fp)
{
    /// <summary>fp where the flag is 1, ap where it is 0.</summary>
    public Expr Base(Expr isFp) => (isFp * Fp) + ((1 - isFp) * Ap);
}
