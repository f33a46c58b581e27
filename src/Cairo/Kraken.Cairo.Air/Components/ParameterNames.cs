namespace Kraken.Cairo.Air.Components;

/// <summary>The names of the values that claims give to components.</summary>
public static class ParameterNames
{
    /// <summary>The first address of a builtin's segment.</summary>
    public const string SegmentStart = "segment_start";

    /// <summary>The id of the first row of a big-value memory component: 2^30 plus the rows of the components before it.</summary>
    public const string IdOffset = "id_offset";

    /// <summary>The number of rows of the component, 2^log_size.</summary>
    public const string Rows = "rows";
}
