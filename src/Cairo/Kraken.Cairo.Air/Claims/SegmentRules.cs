using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Air.Components;
using Kraken.Cairo.Air.Proofs;
using Kraken.Casm.Builtins;

namespace Kraken.Cairo.Air.Claims;

/// <summary>The checks of the builtin segments: each used part is whole instances within the rows of one component.</summary>
internal static class SegmentRules
{
    private const uint OutputBound = 1u << 29;

    public static IEnumerable<ClaimError> Errors(CairoClaim claim)
    {
        IEnumerable<ClaimError> errors = Output(claim.PublicData);
        foreach (BuiltinName segment in BuiltinNames.OfProofs.Where(segment => segment != BuiltinName.Output))
        {
            errors = errors.Concat(Builtin(claim, segment));
        }

        return errors;
    }

    private static IEnumerable<ClaimError> Output(PublicData data)
    {
        SegmentRange range = data.Segments[BuiltinName.Output];
        if (range.Start.Value > range.Stop.Value || range.Stop.Value >= OutputBound)
        {
            yield return new(
                ClaimErrorKind.Segment, "output", $"start <= stop < {OutputBound}", $"{range.Start.Value}..{range.Stop.Value}");
        }
        else if (range.Stop.Value - range.Start.Value != data.Output.Length)
        {
            yield return new(ClaimErrorKind.Output, "output", $"{range.Stop.Value - range.Start.Value} cells", $"{data.Output.Length}");
        }
    }

    private static IEnumerable<ClaimError> Builtin(CairoClaim claim, BuiltinName segment)
    {
        string name = PublicSegments.Names[(int)segment];
        int[] sizes = [.. BuiltinSegments.Components(segment).Select(name => SizeOf(claim, name)).OfType<int>()];
        if (sizes.Length > 1)
        {
            yield return new(ClaimErrorKind.Segment, name, "one component", $"{sizes.Length}");
        }

        SegmentRange range = claim.PublicData.Segments[segment];
        if (range.IsEmpty)
        {
            yield break;
        }

        if (sizes.Length == 0)
        {
            yield return new(
                ClaimErrorKind.Segment, name, "a component that checks it, or no use", $"{range.Start.Value}..{range.Stop.Value}");
            yield break;
        }

        long cells = BuiltinSegments.Cells(segment);
        long end = range.Start.Value + (cells << sizes[0]);
        long used = (long)range.Stop.Value - range.Start.Value;
        if (used < 0 || used % cells != 0 || range.Stop.Value > end || end >= 1L << 31)
        {
            yield return new(
                ClaimErrorKind.Segment,
                name,
                $"whole instances of {cells} cells up to {end}, below 2^31",
                $"{range.Start.Value}..{range.Stop.Value}");
        }
    }

    private static int? SizeOf(CairoClaim claim, string component) =>
        CairoComponents.TryGet(component, out CairoComponent? known) ? claim.LogSizes[known!.Order] : null;
}
