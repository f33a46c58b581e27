using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Kraken.State.Store;

/// <summary>
/// How many states a store keeps: those after all blocks, or what the newest blocks need, which is the states after them and the one that
/// the oldest of them was executed on.
/// </summary>
public readonly record struct StateRetention
{
    private const string AllText = "all";

    // 0 stands for all.
    private readonly ulong blocks;

    private StateRetention(ulong blocks) => this.blocks = blocks;

    /// <summary>Every state.</summary>
    public static StateRetention All => default;

    /// <summary>How many of the newest blocks; null for all.</summary>
    public ulong? Blocks => blocks == 0 ? null : blocks;

    /// <summary>The states of the newest blocks.</summary>
    /// <param name="blocks">How many, at least 1.</param>
    public static StateRetention Newest(ulong blocks)
    {
        ArgumentOutOfRangeException.ThrowIfZero(blocks);
        return new StateRetention(blocks);
    }

    /// <summary>Reads "all" or a number of blocks, at least 1.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out StateRetention retention)
    {
        retention = default;
        if (text == AllText)
        {
            return true;
        }

        bool isNumber = ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong blocks) && blocks != 0;
        retention = new StateRetention(blocks);
        return isNumber;
    }

    /// <summary>"all", or the number of blocks.</summary>
    public override string ToString() => blocks == 0 ? AllText : blocks.ToString(CultureInfo.InvariantCulture);

    /// <summary>The oldest block whose state is kept when <paramref name="latest"/> is the newest.</summary>
    internal ulong OldestAt(ulong latest) => blocks != 0 && latest > blocks ? latest - blocks : 0;
}
