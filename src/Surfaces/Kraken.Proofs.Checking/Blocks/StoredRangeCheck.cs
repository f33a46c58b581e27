using System;
using System.Linq;
using System.Security.Cryptography;
using Kraken.BlockProof.Statement;
using Kraken.Cairo.Air.Preprocessed;
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
        BlockProofReport report = Run(stored.Bundle, stored.Manifest, out BlockBundle? bundle);
        if (!report.IsValid)
        {
            return report;
        }

        string? problem = FindProblem(stored.Manifest, report, bundle!);
        return report with
        {
            Steps = report.Steps.Add(problem is null
                ? new CheckStep(ManifestStep, CheckOutcome.Passed, stored.Manifest.Key.ToString(), default)
                : new CheckStep(ManifestStep, CheckOutcome.Failed, problem, default)),
        };
    }

    /// <summary>Checks a bundle file without a manifest; never throws on its content.</summary>
    public BlockProofReport Run(ReadOnlySpan<byte> file) => Run(file, null, out _);

    private BlockProofReport Run(ReadOnlySpan<byte> file, RangeManifest? manifest, out BlockBundle? bundle)
    {
        bundle = null;
        string sha = Convert.ToHexStringLower(SHA256.HashData(file));
        if (manifest is not null && (manifest.BundleBytes != file.Length || manifest.BundleSha256 != sha))
        {
            return Refused($"expected {manifest.BundleBytes} bytes of SHA-256 {manifest.BundleSha256}, got {file.Length} of {sha}");
        }

        if (!BlockBundleFile.TryRead(file, out bundle, out string? problem))
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

    /// <summary>What of a manifest is not as the checked bundle has it. How the proof was made is its maker's word.</summary>
    private string? FindProblem(RangeManifest manifest, BlockProofReport report, BlockBundle bundle)
    {
        BlockStatement proved = report.Statement!;
        (string What, object Stated, object? Proved)[] pairs =
        [
            ("first block", manifest.FirstBlock, proved.FirstBlock),
            ("last block", manifest.LastBlock, proved.LastBlock),
            ("hash before", manifest.ParentHash, proved.ParentHash),
            ("last hash", manifest.LastHash, proved.LastHash),
            ("transactions", manifest.Transactions, proved.Blocks.Aggregate(0UL, (sum, block) => sum + block.Transactions)),
            ("reverted transactions", manifest.Reverted, proved.Blocks.Aggregate(0UL, (sum, block) => sum + block.Reverted)),
            ("program hash", manifest.ProgramHash, report.Proof!.ProgramHash),
            ("bits of security", manifest.SecurityBits, report.Proof.SecurityBits),
            ("protocol version", manifest.ProtocolVersion, check.VersionOf(report.Proof.ProgramHash)),
            ("fixed columns", manifest.PreprocessedTrace, PreprocessedLayout.VariantNames[(int)report.Proof.Variant]),
            ("bytes of the proof", manifest.ProofBytes, (long)bundle.Proof.Length),
            .. bundle.Bodies.IsEmpty ? [] : TimesOf(manifest, bundle),
        ];
        return pairs.Where(pair => !pair.Stated.Equals(pair.Proved))
            .Select(pair => $"{pair.What}: expected {pair.Proved}, the manifest says {pair.Stated}")
            .FirstOrDefault();
    }

    private static (string What, object Stated, object? Proved)[] TimesOf(RangeManifest manifest, BlockBundle bundle) =>
    [
        ("time of the first block", manifest.FirstBlockTime, bundle.Bodies[0].Block.Header.Timestamp),
        ("time of the last block", manifest.LastBlockTime, bundle.Bodies[^1].Block.Header.Timestamp),
    ];
}
