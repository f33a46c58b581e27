using System;
using Kraken.Casm.Builtins;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Cairo.Vm.Builtins;

/// <summary>A state of three elements, then the state after the Hades permutation.</summary>
public sealed class PoseidonBuiltin : PermutationBuiltin
{
    internal PoseidonBuiltin()
        : base(BuiltinName.Poseidon, 6, 3)
    {
    }

    private protected override void Compute(long offset, ReadOnlySpan<Felt> inputs, Span<Felt> outputs)
    {
        inputs.CopyTo(outputs);
        Poseidon.Permute(outputs);
    }
}
