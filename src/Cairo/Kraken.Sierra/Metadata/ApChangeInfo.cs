namespace Kraken.Sierra.Metadata;

/// <summary>The solution of the ap changes.</summary>
/// <param name="Alignments">The cells by which each branch_align moves ap; 0 for other statements.</param>
/// <param name="FunctionChanges">The change of ap of each function, or null when only the run knows it.</param>
public sealed record ApChangeInfo(int[] Alignments, int?[] FunctionChanges);
