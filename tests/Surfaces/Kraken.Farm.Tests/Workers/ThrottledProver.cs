using System;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Farm.Jobs;
using Kraken.Farm.Proving;
using Kraken.Fields;
using Kraken.Proofs.Ranges;
using Kraken.Proofs.Tests;

namespace Kraken.Farm.Tests.Workers;

/// <summary>Takes as long as it is told for a proof, and no processor: many of them work beside each other on one machine.</summary>
internal sealed class ThrottledProver(Felt genesis, TimeSpan proof, int bundleBytes) : IRangeProver
{
    private long ticks;

    /// <summary>The time for which it proved.</summary>
    public TimeSpan Proving => TimeSpan.FromTicks(Interlocked.Read(ref ticks));

    public Felt Genesis => genesis;

    public Felt ProgramHash => 99;

    public string Parameters => "scripted";

    public ulong MaxCells => ulong.MaxValue;

    public async Task<RangeOutcome> ProveAsync(
        RangeJob job, ReadOnlyMemory<byte> witness, IProgress<string> progress, CancellationToken cancellation)
    {
        await Task.Delay(proof, cancellation);
        Interlocked.Add(ref ticks, proof.Ticks);
        byte[] bundle = new byte[bundleBytes];
        BitConverter.TryWriteBytes(bundle, job.FirstBlock);
        return new RangeOutcome.Proved(new StoredRange(ExampleRange.Of(genesis, job.FirstBlock, job.LastBlock, bundle), bundle));
    }

    public Task<RangeOutcome.NotProvable?> FindRefusalAsync(
        RangeJob job, ReadOnlyMemory<byte> witness, CancellationToken cancellation) => Task.FromResult<RangeOutcome.NotProvable?>(null);

    public void Rest()
    {
    }

    public Task<string?> FindProblemAsync(StoredRange stored, CancellationToken cancellation) => Task.FromResult<string?>(null);
}
