namespace Kraken.Explorer.Abi;

/// <summary>
/// What reading values by ABIs may cost a page. Whoever declared a class chose how much a call or an event says, and whoever sent a
/// transaction how many of them it has.
/// </summary>
internal sealed class DecodingBudget
{
    /// <summary>The most values of a page. An ABI can name types without felts that hold each other: those count as well.</summary>
    public const int MaxValues = 20_000;

    /// <summary>The most characters of names, types and values of a page.</summary>
    public const int MaxPageText = 1 << 20;

    private int values;
    private int text;

    /// <summary>Takes a value; false where the page has no room for one more.</summary>
    public bool TryTakeValue() => ++values <= MaxValues;

    /// <summary>Takes a text; false where the page has no room for it.</summary>
    public bool TryTake(int length)
    {
        if (length > MaxPageText - text)
        {
            return false;
        }

        text += length;
        return true;
    }
}
