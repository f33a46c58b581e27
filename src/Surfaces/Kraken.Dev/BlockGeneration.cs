using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Kraken.Dev;

/// <summary>When blocks are made, in the words of starknet-devnet.</summary>
/// <param name="IsOnTransaction">Each transaction makes a block; else transactions gather in the block being built.</param>
/// <param name="Seconds">The time after which a block is made, at least 1; null where nothing but a request makes one.</param>
public readonly record struct BlockGeneration(bool IsOnTransaction, uint? Seconds = null)
{
    /// <summary>The longest time between blocks: a day.</summary>
    public const uint MaxSeconds = 86_400;

    private const string TransactionWord = "transaction";
    private const string DemandWord = "demand";

    /// <summary>What is expected, in words.</summary>
    public static string Expected { get; } =
        string.Create(CultureInfo.InvariantCulture, $"'{TransactionWord}', '{DemandWord}' or seconds from 1 to {MaxSeconds}");

    /// <summary>Each transaction makes its own block.</summary>
    public static BlockGeneration OnTransaction { get; } = new(true);

    /// <summary>Blocks on request alone.</summary>
    public static BlockGeneration OnDemand { get; } = new(false);

    /// <summary>Reads the text of an option.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out BlockGeneration generation)
    {
        bool isNumber = uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint seconds);
        generation = isNumber ? new(false, seconds) : text == DemandWord ? OnDemand : OnTransaction;
        return isNumber ? seconds is >= 1 and <= MaxSeconds : text is TransactionWord or DemandWord;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        IsOnTransaction ? TransactionWord : Seconds?.ToString(CultureInfo.InvariantCulture) ?? DemandWord;
}
