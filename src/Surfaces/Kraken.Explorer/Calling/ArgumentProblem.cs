namespace Kraken.Explorer.Calling;

/// <summary>Why the text of an argument is no value of its type.</summary>
/// <param name="Place">The argument, and the place in it.</param>
/// <param name="Expected">What would have been one.</param>
/// <param name="Got">The text, shortened.</param>
internal sealed record ArgumentProblem(string Place, string Expected, string Got)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Place}: expected {Expected}, got {(Got.Length == 0 ? "nothing" : $"'{Got}'")}";
}
