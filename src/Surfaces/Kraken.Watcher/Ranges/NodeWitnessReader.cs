using System;
using System.Threading;
using System.Threading.Tasks;
using Kraken.BlockProof.Replay;
using Kraken.BlockProof.Stateless;
using Kraken.Farm.Witnesses;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Proofs.Checking.Chain;
using Kraken.Proofs.Ranges;

namespace Kraken.Watcher.Ranges;

/// <summary>Reads witnesses from a node of which nothing is believed.</summary>
/// <param name="source">The node.</param>
/// <param name="authority">Who decides the chain's blocks.</param>
internal sealed class NodeWitnessReader(IChainSource source, BlockAuthority authority) : IWitnessReader
{
    private readonly StatelessReader reader = new(source, authority);
    private readonly BlockProofCheck check = new(authority, []);

    /// <inheritdoc/>
    public async Task<ReadWitness> ReadAsync(BlockSpan blocks, CancellationToken cancellation)
    {
        (StatelessRange range, EstablishedRange established) =
            await reader.ReadAsync(blocks.First, blocks.Last, cancellation).ConfigureAwait(false);
        BlockBundle empty = new() { Proof = default, Certificate = default };
        BlockBundle rest = await BundleAssembly.WithAncestryAsync(source, empty, established.Statement, authority, cancellation)
            .ConfigureAwait(false);
        if (check.FindProblem(established.Statement, rest) is { } problem)
        {
            throw new NodeRefusedException(
                new ReplayMismatch($"{blocks}, certificates and headers", "those that a proof of them passes with", problem));
        }

        byte[] file = await Task.Run(() => RangeWitnessCodec.Encode(new RangeWitness(range, rest)), cancellation).ConfigureAwait(false);
        ulong decided = Math.Min(range.Blocks[0].Block.Header.Timestamp, (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds());
        return new ReadWitness(file, DateTimeOffset.FromUnixTimeSeconds((long)decided));
    }
}
