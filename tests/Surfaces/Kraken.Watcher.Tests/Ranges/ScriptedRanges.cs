using System;
using System.Linq;
using System.Threading;
using Kraken.Proofs;
using Kraken.Proofs.Ranges;
using Kraken.Watcher.Ranges;
using Kraken.Watcher.Tests.Chain;
using Xunit;

namespace Kraken.Watcher.Tests.Ranges;

/// <summary>A chain, and a watcher over it whose prover does what a test says.</summary>
public abstract class ScriptedRanges : IDisposable
{
    /// <summary>The most blocks of a range.</summary>
    protected const int RangeBlocks = 4;

    private protected LocalChain Chain { get; } = new();

    private protected TemporaryFolder Folder { get; } = new();

    private protected ScriptedRangeProver Prover { get; } = new();

    /// <summary>How long blocks wait for others.</summary>
    protected TimeSpan RangePatience { get; set; } = TimeSpan.Zero;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected RangeProofStore Store => new(Folder["proofs"]);

    private protected RangeStatus Status => new WatcherStatusFile(Folder["proofs"]).Read()!.Ranges!;

    private protected WatcherOptions Options => Folder.Options with
    {
        RangePatience = RangePatience,
        MaxRangeBlocks = RangeBlocks,
        RangeRetries = new RetryRule(MaxAttempts: 3, TimeSpan.Zero, TimeSpan.Zero),
    };

    public void Dispose()
    {
        Folder.Dispose();
        Chain.Dispose();
        GC.SuppressFinalize(this);
    }

    protected void Decide(int blocks)
    {
        for (int i = 0; i < blocks; i++)
        {
            Chain.Decide();
        }
    }

    protected (ulong First, ulong Last)[] Ranges() => [.. Store.OfChain(Prover.Genesis).Select(key => (key.FirstBlock, key.LastBlock))];

    private protected DispatcherBench Bench() => new(Chain, Folder, Prover, Prover, Options);
}
