namespace Kraken.Stark.Pcs;

/// <summary>How errors call the trees.</summary>
internal static class TreeNames
{
    private static readonly string[] Names = ["preprocessed tree", "trace tree", "interaction tree", "composition tree"];

    /// <summary>The name of a tree by order of commitment.</summary>
    internal static string Of(int tree) => tree < Names.Length ? Names[tree] : $"tree {tree}";
}
