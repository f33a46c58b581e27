using System;
using System.Linq;
using Kraken.Cairo.Air.Claims;
using Kraken.Cairo.Air.Components;
using Kraken.Cairo.Prover.Input;
using Kraken.Casm.Builtins;

namespace Kraken.Cairo.Prover.Witness;

/// <summary>The components that a run needs by itself, before those that they call: opcodes, builtins, and what every proof has.</summary>
/// <param name="input">The run.</param>
/// <param name="maxLogSize">log2 of the largest row counter of the preprocessed trace.</param>
internal sealed class RunComponents(ProverInput input, int maxLogSize)
{
    private static readonly string[] AlwaysPresent =
    [
        "verify_bitwise_xor_4", "verify_bitwise_xor_7", "verify_bitwise_xor_8", "verify_bitwise_xor_9",
    ];

    // The small preprocessed trace has the Pedersen points of narrow windows, the large one those of wide windows.
    private const int SmallMaxLogSize = 20;

    private string OtherPedersen => maxLogSize <= SmallMaxLogSize ? "pedersen_builtin" : "pedersen_builtin_narrow_windows";

    /// <summary>All components of the run, each after all that feed it.</summary>
    public CairoComponent[] InOrder() => [.. GenerationOrder.Of(CairoComponents.All.Where(IsRoot))];

    /// <summary>The steps of an opcode's component; 0 for all others.</summary>
    public int Steps(CairoComponent component) =>
        input.StatesByOpcode.TryGetValue(component.Name, out CasmStates? states) ? states.Count : 0;

    /// <summary>The addresses that a builtin's component covers; null for all others.</summary>
    public (uint Begin, uint Stop)? Segment(CairoComponent component) =>
        BuiltinSegments.TryOfComponent(component.Name, out BuiltinName segment)
        && input.Segments.TryGetValue(segment, out (uint Begin, uint Stop) range)
            ? range
            : null;

    /// <summary>The instances of a builtin that a segment has.</summary>
    /// <exception cref="ProvingException">The segment does not lie in the memory.</exception>
    public uint Instances(CairoComponent component, (uint Begin, uint Stop) segment)
    {
        if (segment.Stop > input.Memory.AddressCount)
        {
            throw new ProvingException(
                $"{component.Name}: expected a segment of the memory, which ends before {input.Memory.AddressCount}, "
                + $"got {segment.Begin}..{segment.Stop}");
        }

        return (segment.Stop - segment.Begin) / (uint)Cells(component);
    }

    /// <summary>The memory cells of an instance of a builtin's component.</summary>
    public static int Cells(CairoComponent component)
    {
        BuiltinSegments.TryOfComponent(component.Name, out BuiltinName builtin);
        return BuiltinSegments.Cells(builtin);
    }

    private bool IsRoot(CairoComponent component) =>
        Steps(component) > 0
        || (Segment(component) is { } segment && segment.Stop > segment.Begin && component.Name != OtherPedersen)
        || component.Name.StartsWith("memory_", StringComparison.Ordinal)
        || (component.FixedLogSize is not null && component.Name.StartsWith("range_check_", StringComparison.Ordinal))
        || AlwaysPresent.Contains(component.Name);
}
