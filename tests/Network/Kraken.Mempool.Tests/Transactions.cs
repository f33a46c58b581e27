using System;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Transactions;

namespace Kraken.Mempool.Tests;

/// <summary>Transactions as the pool sees them: it looks at sender, nonce, hash, price and size only.</summary>
internal static class Transactions
{
    public static SubmittedTransaction Make(
        Felt account, ulong nonce, int number, ulong tip = 0, UInt128? price = null, int calldata = 0) => new(
        new InvokeTransaction
        {
            Hash = 1000 + number,
            SenderAddress = account,
            Nonce = nonce,
            Calldata = [.. Enumerable.Repeat(Felt.One, calldata)],
            Tip = tip,
            ResourceBounds = new ResourceBoundsMapping(default, new ResourceBounds(1000, price ?? 1), default),
        },
        null);
}
