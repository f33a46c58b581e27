using Kraken.Starknet;
using Kraken.Starknet.Transactions;

namespace Kraken.Load.Accounts;

/// <summary>
/// An account's invoke that is sent again and again, with all but its nonce made and hashed once: three permutations of Poseidon are left
/// of fifteen.
/// </summary>
/// <param name="content">The invoke at any nonce, without signature.</param>
/// <param name="chain">The chain that it is hashed for.</param>
internal sealed class InvokeTemplate(InvokeTransaction content, ChainId chain)
{
    private readonly InvokeHashSeries hashes = new(content, chain);

    /// <summary>The invoke at a nonce, with its hash and without signature.</summary>
    public InvokeTransaction At(ulong nonce) => content with { Nonce = nonce, Hash = hashes.At(nonce) };
}
