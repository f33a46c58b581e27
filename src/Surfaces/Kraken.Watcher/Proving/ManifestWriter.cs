using System;
using System.Security.Cryptography;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Proofs;
using Kraken.Proofs.Checking;
using Kraken.Watcher.Queue;

namespace Kraken.Watcher.Proving;

/// <summary>Writes what a proof is about.</summary>
internal static class ManifestWriter
{
    public static ProofManifest Manifest(ProofJob job, ProvedCall proved, DateTimeOffset now) => new()
    {
        BlockNumber = job.BlockNumber,
        BlockHash = job.BlockHash,
        TransactionHash = job.TransactionHash,
        ContractAddress = job.Contract,
        EntryPoint = DemoCalls.NameOf(job.Selector),
        ProgramHash = proved.Statement.ProgramHash,
        SecurityBits = proved.Statement.SecurityBits,
        PreprocessedTrace = PreprocessedLayout.VariantNames[(int)proved.Statement.Variant],
        Steps = proved.Steps,
        RunMilliseconds = (long)proved.RunTime.TotalMilliseconds,
        ProveMilliseconds = (long)proved.ProveTime.TotalMilliseconds,
        VerifyMilliseconds = (long)proved.VerifyTime.TotalMilliseconds,
        ProofBytes = proved.File.Length,
        ProofSha256 = Convert.ToHexStringLower(SHA256.HashData(proved.File)),
        StoredAt = now,
    };

    public static PublicInputs Inputs(ProofJob job, ProvedCall proved) => CallInputs.Of(
        job.BlockNumber, job.BlockHash, job.TransactionHash, job.Contract,
        proved.Statement.ProgramHash, proved.Statement.Output, proved.Output);
}
