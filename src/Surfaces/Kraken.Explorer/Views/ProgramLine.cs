namespace Kraken.Explorer.Views;

/// <summary>A line of a program.</summary>
/// <param name="Place">Its number, or the offset of its instruction.</param>
/// <param name="Mark">What begins there, such as an entry point; empty for nothing.</param>
/// <param name="Text">The line.</param>
internal sealed record ProgramLine(string Place, string Mark, string Text);
