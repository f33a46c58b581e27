using System.Linq;
using System.Numerics;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Caching;
using Kraken.Fields;
using Kraken.Starknet.Receipts;

namespace Kraken.Explorer.Chain;

/// <summary>What the transactions of blocks paid together; remembered by the hash of the block. Safe for several threads.</summary>
internal sealed class FeeSums(NodeReader node)
{
    private readonly BoundedCache<Felt, Sum> sums = new(ExplorerLimits.RememberedBlocks);

    /// <summary>The fees of a block in fri; null where it is not remembered and may not be read.</summary>
    public async Task<BigInteger?> OfBlockAsync(ulong number, bool mayRead, CancellationToken cancellation)
    {
        if (await node.KnownHeaderAsync(number, cancellation).ConfigureAwait(false) is not { } header)
        {
            return null;
        }

        if (header.Commitments.TransactionCount == 0)
        {
            return BigInteger.Zero;
        }

        if (sums.TryGet(header.Hash, out Sum? known))
        {
            return known.Fees;
        }

        if (!mayRead || await node.BlockAsync(number, cancellation).ConfigureAwait(false) is not { } block)
        {
            return null;
        }

        Sum sum = new(block.Receipts.Where(receipt => receipt.ActualFee.Unit == FeeUnit.Fri)
            .Aggregate(BigInteger.Zero, (total, receipt) => total + (BigInteger)receipt.ActualFee.Amount));
        sums.Set(header.Hash, sum);
        return sum.Fees;
    }

    private sealed record Sum(BigInteger Fees);
}
