namespace Kraken.Explorer.Views;

/// <summary>A page that only says something: not found, node unreachable, a defect.</summary>
/// <param name="Title">In a few words.</param>
/// <param name="Text">In a sentence or two.</param>
/// <param name="Query">What was searched for; empty when nothing was.</param>
internal sealed record MessageView(string Title, string Text, string Query = "");
