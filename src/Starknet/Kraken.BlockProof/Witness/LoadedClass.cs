using Kraken.Casm.Classes;
using Kraken.Fields;

namespace Kraken.BlockProof.Witness;

/// <summary>A class that blocks run.</summary>
/// <param name="CompiledHash">Its hash by Blake, under which the state knows it.</param>
/// <param name="Compiled">Its code and entry points.</param>
internal sealed record LoadedClass(Felt CompiledHash, CasmClass Compiled)
{
    /// <summary>The segments of the code; a class without any is one.</summary>
    public SegmentLengths Segments => Compiled.Segments ?? SegmentLengths.Leaf(Compiled.Bytecode.Length);
}
