using System.Linq;
using Kraken.Starknet.Blocks;

namespace Kraken.Rpc.Methods;

/// <summary>A block with what would have to be counted over all of it again for each page of its events.</summary>
/// <param name="Bytes">About how many bytes it takes: see <see cref="BlockWeight"/>.</param>
/// <param name="EventCount">The events of all its receipts.</param>
internal sealed record CountedBlock(Block Block, long Bytes, long EventCount)
{
    internal static CountedBlock Of(Block block) =>
        new(block, BlockWeight.Of(block), block.Receipts.Sum(static receipt => (long)receipt.Events.Length));
}
