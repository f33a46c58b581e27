using System;
using Kraken.Casm.Builtins;

namespace Kraken.Cairo.Vm.Builtins;

/// <summary>Makes the runner of a builtin.</summary>
internal static class BuiltinFactory
{
    public static BuiltinRunner Create(BuiltinName name, bool included) => name switch
    {
        BuiltinName.Output => new OutputBuiltin { Included = included },
        BuiltinName.Pedersen => new PedersenBuiltin { Included = included },
        BuiltinName.RangeCheck or BuiltinName.RangeCheck96 => new RangeCheckBuiltin(name) { Included = included },
        BuiltinName.Ecdsa => new EcdsaBuiltin { Included = included },
        BuiltinName.Bitwise => new BitwiseBuiltin { Included = included },
        BuiltinName.EcOp => new EcOpBuiltin { Included = included },
        BuiltinName.Keccak => new KeccakBuiltin { Included = included },
        BuiltinName.Poseidon => new PoseidonBuiltin { Included = included },
        BuiltinName.AddMod or BuiltinName.MulMod => new ModuloBuiltin(name) { Included = included },
        BuiltinName.SegmentArena => new SegmentArenaBuiltin { Included = included },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "not a builtin"),
    };
}
