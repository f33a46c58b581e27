using Kraken.Casm.Instructions;

namespace Kraken.Cairo.Vm.Execution;

/// <summary>
/// An instruction of a code segment after its first execution: decoded, with its immediate as a small integer if it is one.
/// </summary>
internal struct CachedInstruction
{
    public DecodedInstruction Fields;

    /// <summary>The word was decoded.</summary>
    public bool IsKnown;

    /// <summary>Hints run before it.</summary>
    public bool HasHints;

    /// <summary>The straight-line form that a step may try first.</summary>
    public StepShape Shape;

    /// <summary>The immediate is known and small.</summary>
    public bool HasImmediate;

    /// <summary>The immediate as a signed integer; meaningful only for shapes that need one.</summary>
    public long Immediate;
}
