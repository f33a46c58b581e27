namespace Kraken.Explorer.Tables;

/// <summary>A column of a table.</summary>
/// <param name="Name">What exports call it.</param>
/// <param name="Title">What pages call it.</param>
/// <param name="IsNumber">Whether its cells are numbers, which stand to the right.</param>
internal sealed record TableColumn(string Name, string Title, bool IsNumber = false);
