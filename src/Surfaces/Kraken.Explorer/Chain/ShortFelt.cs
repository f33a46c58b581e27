using Kraken.Fields;

namespace Kraken.Explorer.Chain;

/// <summary>Field elements in few characters.</summary>
internal static class ShortFelt
{
    private const int Longest = 14;

    /// <summary>The element whole when it is short, otherwise its first and last digits.</summary>
    public static string Of(Felt value)
    {
        string text = value.ToString();
        return text.Length <= Longest ? text : $"{text[..8]}…{text[^4..]}";
    }
}
