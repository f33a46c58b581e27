using Xunit;
using static Kraken.Mempool.Tests.Transactions;

namespace Kraken.Mempool.Tests;

/// <summary>The bound of the pool where the newcomer replaces one that is blocked.</summary>
public sealed class PoolBoundTests
{
    [Fact]
    public void ReplacingOneThatGoesToMakeRoomCountsItOnce()
    {
        const long MaxBytes = 200_000;
        TransactionPool pool = new(new MempoolOptions { MaxBytes = MaxBytes }, new ManualClock());
        Assert.Null(pool.Add(Make(1, 0, 1, 1, calldata: 2_000), _ => 0));
        pool.SetAside(pool.Find(1, 0)!.Transaction.Hash, "too slow");
        int others = 0;
        while (pool.Add(Make(100 + others, 0, 100 + others, 1), _ => 0) is null && pool.Find(1, 0) is not null)
        {
            others++;
            if (pool.Bytes > MaxBytes - 10_000)
            {
                break;
            }
        }

        Assert.NotNull(pool.Find(1, 0));
        pool.Add(Make(1, 0, 2, 1_000, 1_000, calldata: 3_000), _ => 0);
        Assert.InRange(pool.Bytes, 0, MaxBytes);
    }
}
