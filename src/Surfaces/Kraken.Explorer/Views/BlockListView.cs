using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Tables;
using Kraken.Explorer.Web;
using Kraken.Starknet.Blocks;

namespace Kraken.Explorer.Views;

/// <summary>A page of the list of blocks.</summary>
/// <param name="Blocks">The blocks, highest first.</param>
/// <param name="Height">The chain's height.</param>
internal sealed record BlockListView(IReadOnlyList<BlockSummary> Blocks, ulong Height)
{
    /// <summary>Blocks on a page.</summary>
    public const int Length = 25;

    /// <summary>What the page shows and exports.</summary>
    public DataTable Table => ChainTables.Blocks(Blocks, "blocks", Blocks.Count == 0 ? "/blocks" : Routes.Blocks(Blocks[0].Number));

    /// <summary>The number that the next page begins with; null on the last.</summary>
    public ulong? Older => Blocks.Count > 0 && Blocks[^1].Number > 0 ? Blocks[^1].Number - 1 : null;

    /// <summary>The number that the page before begins with; null on the first.</summary>
    public ulong? Newer => Blocks.Count > 0 && Blocks[0].Number < Height ? Math.Min(Height, Blocks[0].Number + Length) : null;

    /// <summary>Reads a page.</summary>
    /// <param name="data">The chain.</param>
    /// <param name="from">The highest number to show; null for the chain's height.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<BlockListView> LoadAsync(ExplorerData data, ulong? from, CancellationToken cancellation)
    {
        ulong height = await data.Node.HeightAsync(cancellation).ConfigureAwait(false);
        ulong first = Math.Min(from ?? height, height);
        List<BlockSummary> blocks = [];
        for (ulong i = 0; i < Length && i <= first; i++)
        {
            if (await data.Node.HeaderAsync(new BlockId.ByNumber(first - i), cancellation).ConfigureAwait(false) is { } header)
            {
                blocks.Add(BlockSummary.Of(header));
            }
        }

        return new(blocks, height);
    }
}
