namespace Kraken.Cairo.Vm.Relocation;

/// <summary>The registers before a step, as addresses of the relocated memory.</summary>
/// <param name="Ap">The allocation pointer.</param>
/// <param name="Fp">The frame pointer.</param>
/// <param name="Pc">The program counter.</param>
public readonly record struct RegisterState(uint Ap, uint Fp, uint Pc);
