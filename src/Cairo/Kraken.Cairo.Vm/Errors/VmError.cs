using System.Collections.Generic;
using Kraken.Cairo.Vm.Memory;

namespace Kraken.Cairo.Vm.Errors;

/// <summary>Why a run ended before its end.</summary>
/// <param name="Kind">The kind; <see cref="VmErrorKind.Hint"/> for failures of hints.</param>
/// <param name="Code">The kind's name, or the hint failure's.</param>
/// <param name="Message">What happened.</param>
/// <param name="Pc">The instruction at which the run stood.</param>
/// <param name="Step">Instructions executed before it.</param>
/// <param name="CallStack">Call instructions whose frames were open, outermost first.</param>
/// <param name="HintIndex">Which hint of the instruction failed; -1 when none did.</param>
/// <param name="Payload">The failed hint's own data.</param>
public sealed record VmError(
    VmErrorKind Kind,
    string Code,
    string Message,
    Relocatable Pc,
    long Step,
    IReadOnlyList<Relocatable> CallStack,
    int HintIndex = -1,
    object? Payload = null)
{
    /// <inheritdoc/>
    public override string ToString() => $"Error at pc={Pc}: {Message}";
}
