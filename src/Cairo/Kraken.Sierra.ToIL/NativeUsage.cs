namespace Kraken.Sierra.ToIL;

/// <summary>The builtins that a native run used, as the virtual machine would count them.</summary>
/// <param name="RangeChecks">128-bit range checks.</param>
/// <param name="RangeChecks96">96-bit range checks.</param>
/// <param name="Pedersens">Pedersen hashes.</param>
/// <param name="Poseidons">Hades permutations.</param>
/// <param name="Bitwises">Uses of the bitwise builtin.</param>
/// <param name="EcOps">Uses of the EC operation.</param>
/// <param name="AddMods">Modular additions.</param>
/// <param name="MulMods">Modular multiplications.</param>
/// <param name="Blakes">Blake2s compressions.</param>
public readonly record struct NativeUsage(
    long RangeChecks, long RangeChecks96, long Pedersens, long Poseidons, long Bitwises,
    long EcOps, long AddMods, long MulMods, long Blakes);
