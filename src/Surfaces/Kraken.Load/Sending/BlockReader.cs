using System.Threading;
using Kraken.Fields;
using Kraken.Load.Measuring;
using Kraken.Rpc.Client;
using Kraken.Starknet.Blocks;

namespace Kraken.Load.Sending;

/// <summary>
/// Reads the blocks that were seen, in order: of each the hashes and how its transactions ended, in one request
/// (<c>starknet_getBlockWithReceipts</c>, the smallest that tells both).
/// </summary>
/// <param name="tally">Told of each transaction.</param>
/// <param name="sightings">When the blocks were seen.</param>
/// <param name="next">The first block.</param>
internal sealed class BlockReader(LoadTally tally, Sightings sightings, ulong next)
{
    /// <summary>Reads all blocks that were seen and are not read yet.</summary>
    public void ReadAll(RpcClient client, CancellationToken cancellation)
    {
        while (sightings.Of(next) is { } seen)
        {
            BlockId block = new BlockId.ByNumber(next);
            foreach ((Felt hash, bool isReverted) in client.OutcomesAsync(block, cancellation).GetAwaiter().GetResult())
            {
                tally.InBlock(hash, isReverted, seen);
            }

            next++;
        }
    }
}
