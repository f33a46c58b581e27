using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cli.Files;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Proofs.Checking.Chain;
using Kraken.Proofs.Ranges;

namespace Kraken.Cli.Verbs;

/// <summary>
/// Checks the stored proofs of a block without a node and, where nodes are named, that at least two thirds of them give just that block.
/// </summary>
internal static class BlockVerification
{
    /// <summary>Checks, prints and gives the exit code: 0 only when the block is proved and everything that was asked for holds.</summary>
    public static async Task<int> RunAsync(ulong number, BlockQuestion question, CancellationToken cancellation)
    {
        if (question.Genesis is not { } path)
        {
            ErrorLine.Write("expected --genesis with --block: the genesis file says who decides the blocks");
            return ExitCode.Usage;
        }

        if (!NodeAddresses.TryRead(question.Nodes, out IReadOnlyList<Uri>? addresses))
        {
            return ExitCode.Usage;
        }

        using BlockAuthority authority = GenesisAuthority.Open(path);
        StoredBlockCheck stored = new(
            new RangeProofStore(question.Proofs), authority.GenesisHash, new StoredRangeCheck(GenesisAuthority.Check(authority)));
        StoredBlockProofs proofs = await stored.RunAsync(number, cancellation).ConfigureAwait(false);
        NodeVerdict? nodes = addresses.Count == 0
            ? null
            : await AskAsync(number, addresses, proofs, authority, cancellation).ConfigureAwait(false);
        BlockVerdict verdict = new(proofs, nodes);
        if (question.PrintsJson)
        {
            verdict.PrintJson();
        }
        else
        {
            verdict.PrintText();
        }

        return verdict.IsValid ? ExitCode.Valid : ExitCode.Invalid;
    }

    private static async Task<NodeVerdict> AskAsync(
        ulong number, IReadOnlyList<Uri> addresses, StoredBlockProofs proofs, BlockAuthority authority, CancellationToken cancellation)
    {
        using HttpClient http = new() { Timeout = NodeAddresses.Patience };
        AgreedChainSource source = NodeAddresses.Source(http, addresses);
        CheckReport report =
            await new NodeBlockCheck(source, authority).RunAsync(number, proofs.ProvedHash, cancellation).ConfigureAwait(false);
        return new NodeVerdict(report, source.Quorum, source.Agreement);
    }
}
