using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cli.Files;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Proofs.Ranges;

namespace Kraken.Cli.Verbs;

/// <summary>Checks the proofs of a chain that a store holds, from genesis on and without a node, and prints a line for each.</summary>
internal static class ChainVerification
{
    /// <summary>
    /// Checks a store, prints, and gives the exit code: 0 only when all blocks up to the last proof or named block are proved.
    /// </summary>
    /// <param name="proofs">The store's folder.</param>
    /// <param name="genesisPath">The trusted genesis file, which names the chain.</param>
    /// <param name="cancellation">Ends the work between proofs.</param>
    public static async Task<int> RunAsync(string proofs, string? genesisPath, CancellationToken cancellation)
    {
        if (genesisPath is null || !Directory.Exists(proofs))
        {
            ErrorLine.Write(genesisPath is null ? "expected --genesis with --chain" : $"{proofs}: expected a proof store, there is none");
            return ExitCode.Usage;
        }

        using BlockAuthority authority = GenesisAuthority.Open(genesisPath);
        StoredChainCheck chain = new(
            new RangeProofStore(proofs), authority.GenesisHash, new StoredRangeCheck(GenesisAuthority.Check(authority)));
        (ulong last, bool isValid, bool isForged, string? taken) = (0, true, false, null);
        await foreach (ChainLink link in chain.RunAsync(cancellation).ConfigureAwait(false))
        {
            Console.WriteLine(ErrorLine.Of($"{link.Blocks}: {link.Problem ?? $"proved, {link.Transactions} transactions"}"));
            isValid &= link.Problem is null;
            isForged |= link.Problem is not null && !link.HasNoProof;
            last = Math.Max(last, link.Blocks.Last);
            taken ??= link.Taken;
        }

        string verdict = isValid ? "valid" : isForged ? "NOT VALID" : "NOT ALL PROVED";
        Console.WriteLine(last == 0 ? "no proofs of this chain" : $"{verdict}: blocks 1 to {last}");
        if (last > 0 && isValid)
        {
            VerdictText.PrintMeaning();
            VerdictText.PrintTexts("taken unchecked", taken is null ? [] : [taken]);
        }

        return last > 0 && isValid ? ExitCode.Valid : ExitCode.Invalid;
    }
}
