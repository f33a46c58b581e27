namespace Kraken.Cairo.Air.Proofs;

/// <summary>The registers of the Cairo machine, each below 2^31 - 1.</summary>
/// <param name="Pc">The program counter.</param>
/// <param name="Ap">The allocation pointer.</param>
/// <param name="Fp">The frame pointer.</param>
public readonly record struct PublicState(uint Pc, uint Ap, uint Fp);
