namespace Kraken.Explorer.Search;

/// <summary>Something that a search found.</summary>
/// <param name="Kind">What it is: "block", "transaction", "contract", "class" or "token".</param>
/// <param name="Name">What it is called: its name, number or hash.</param>
/// <param name="Path">Its page.</param>
/// <param name="About">A word about it; empty for none.</param>
internal sealed record SearchHit(string Kind, string Name, string Path, string About = "");
