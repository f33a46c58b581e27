using System;
using Kraken.Casm.Builtins;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Cairo.Vm.Builtins;

/// <summary>x, y, Pedersen hash of both.</summary>
public sealed class PedersenBuiltin : PermutationBuiltin
{
    internal PedersenBuiltin()
        : base(BuiltinName.Pedersen, 3, 2)
    {
    }

    private protected override bool RefusesAddresses => false;

    private protected override void Compute(long offset, ReadOnlySpan<Felt> inputs, Span<Felt> outputs) =>
        outputs[0] = Pedersen.Hash(inputs[0], inputs[1]);
}
