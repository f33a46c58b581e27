using System.Collections.Generic;
using Kraken.Fields;

namespace Kraken.Explorer.Views;

/// <summary>A part of a class's program.</summary>
/// <param name="Form">"Sierra" or "CASM".</param>
/// <param name="Path">The page of the program, without the place.</param>
/// <param name="Facts">What is told of the whole: a title and a value.</param>
/// <param name="Lines">The lines of this part.</param>
/// <param name="First">The number of the first line shown, from 0.</param>
/// <param name="Count">How many lines there are.</param>
/// <param name="Problem">Why there is no text; null where there is one.</param>
internal sealed record ProgramView(
    Felt ClassHash,
    string Form,
    string Path,
    IReadOnlyList<(string Title, string Value)> Facts,
    IReadOnlyList<ProgramLine> Lines,
    int First,
    int Count,
    string? Problem)
{
    /// <summary>The first line of the next part; null on the last.</summary>
    public int? Next => First + Lines.Count < Count ? First + Lines.Count : null;

    /// <summary>The first line of the part before; null on the first.</summary>
    public int? Previous => First == 0 ? null : int.Max(0, First - ExplorerLimits.ProgramLines);
}
