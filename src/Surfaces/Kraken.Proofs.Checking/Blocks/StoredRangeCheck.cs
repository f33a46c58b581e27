using System;
using System.Collections.Immutable;
using System.Linq;
using System.Security.Cryptography;
using Kraken.BlockProof.Statement;
using Kraken.Proofs.Ranges;

namespace Kraken.Proofs.Checking.Blocks;

/// <summary>Checks entries of the store: that the file is a bundle, everything in it, and that the manifest says the same.</summary>
/// <param name="check">What bundles are checked by.</param>
public sealed class StoredRangeCheck(BlockProofCheck check)
{
    internal const string FileStep = "the file is the one of the manifest, and a bundle";
    internal const string ManifestStep = "the manifest says what was proved";

    /// <summary>Checks an entry; never throws on its content.</summary>
    public BlockProofReport Run(StoredRange stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        BlockProofReport report = Run(stored.Bundle, stored.Manifest);
        if (!report.IsValid)
        {
            return report;
        }

        string? problem = FindProblem(stored.Manifest, report);
        return report with
        {
            Steps = report.Steps.Add(problem is null
                ? new CheckStep(ManifestStep, CheckOutcome.Passed, stored.Manifest.Key.ToString(), default)
                : new CheckStep(ManifestStep, CheckOutcome.Failed, problem, default)),
        };
    }

    /// <summary>Checks a bundle file without a manifest; never throws on its content.</summary>
    public BlockProofReport Run(ReadOnlySpan<byte> file) => Run(file, null);

    private BlockProofReport Run(ReadOnlySpan<byte> file, RangeManifest? manifest)
    {
        string sha = Convert.ToHexStringLower(SHA256.HashData(file));
        if (manifest is not null && (manifest.BundleBytes != file.Length || manifest.BundleSha256 != sha))
        {
            return Refused($"expected {manifest.BundleBytes} bytes of SHA-256 {manifest.BundleSha256}, got {file.Length} of {sha}");
        }

        if (!BlockBundleFile.TryRead(file, out BlockBundle? bundle, out string? problem))
        {
            return Refused(problem);
        }

        BlockProofReport report = check.Run(bundle);
        return report with
        {
            Steps = [new CheckStep(FileStep, CheckOutcome.Passed, $"{file.Length} bytes, SHA-256 {sha}", default), .. report.Steps],
        };
    }

    private static BlockProofReport Refused(string problem) =>
        new([new CheckStep(FileStep, CheckOutcome.Failed, problem, default)], null, []);

    private static string? FindProblem(RangeManifest manifest, BlockProofReport report)
    {
        BlockStatement proved = report.Statement!;
        (string What, object Stated, object Proved)[] pairs =
        [
            ("first block", manifest.FirstBlock, proved.FirstBlock),
            ("last block", manifest.LastBlock, proved.LastBlock),
            ("hash before", manifest.ParentHash, proved.ParentHash),
            ("last hash", manifest.LastHash, proved.LastHash),
            ("transactions", manifest.Transactions, proved.Blocks.Aggregate(0UL, (sum, block) => sum + block.Transactions)),
            ("reverted transactions", manifest.Reverted, proved.Blocks.Aggregate(0UL, (sum, block) => sum + block.Reverted)),
            ("program hash", manifest.ProgramHash, report.Proof!.ProgramHash),
            ("bits of security", manifest.SecurityBits, report.Proof.SecurityBits),
        ];
        return pairs.Where(pair => !pair.Stated.Equals(pair.Proved))
            .Select(pair => $"{pair.What}: expected {pair.Proved}, the manifest says {pair.Stated}")
            .FirstOrDefault();
    }
}
