using System;
using System.Collections.Concurrent;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Tests;
using Kraken.Rpc.Tests;

namespace Kraken.Explorer.Tests;

/// <summary>
/// Certificates of the recorded chain by a committee of four. Those of every fifth block lack one vote; the one of block 26 has too few.
/// </summary>
internal sealed class SignedChain : IDisposable
{
    /// <summary>The block whose certificate proves nothing.</summary>
    public const ulong Forged = 26;

    private readonly SigningCommittee committee;
    private readonly RecordedChain chain;
    private readonly ConcurrentDictionary<ulong, byte[]> made = [];

    public SignedChain(RecordedChain chain)
    {
        this.chain = chain;
        committee = new("SN_SEPOLIA", chain.Blocks[0].Header.Hash);
        Authority = committee.Authority();
    }

    public BlockAuthority Authority { get; }

    public byte[] Of(ulong number) => made.GetOrAdd(number, Make);

    public void Dispose()
    {
        Authority.Dispose();
        committee.Dispose();
    }

    private byte[] Make(ulong number) => number == 0 ? []
        : committee.Certificate(number, chain.Blocks[(int)number].Header.Hash, number switch
        {
            Forged => [0, 1],
            _ when number % 5 == 0 => [0, 1, 2],
            _ => [0, 1, 2, 3],
        });
}
