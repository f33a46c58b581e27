using Kraken.Casm.Classes;
using Kraken.Execution.Classes;
using Kraken.Fields;

namespace Kraken.BlockProof.Witness;

/// <summary>A class that blocks execute.</summary>
/// <param name="ClassHash">The hash under which it is declared.</param>
/// <param name="CompiledClassHash">The hash of its code (Blake).</param>
/// <param name="Casm">The code.</param>
/// <param name="Runnable">The same, ready to run.</param>
public sealed record WitnessClass(Felt ClassHash, Felt CompiledClassHash, CasmClass Casm, RunnableClass Runnable);
