using Kraken.Air;

namespace Kraken.Cairo.Air.Components.Builtins;

/// <summary>Where a row's builtin instance is.</summary>
internal static class InstanceAddresses
{
    /// <summary>The first address of the row's instance: segment start + row * cells.</summary>
    public static Expr InstanceAddress(this AirBuilder b, int cells) =>
        (b.Preprocessed(PreprocessedColumn.Sequence) * cells) + b.Parameter(ParameterNames.SegmentStart);
}
