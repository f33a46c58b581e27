using System;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Proofs;
using Kraken.Proofs.Checking;
using Kraken.Watcher.Queue;

namespace Kraken.Watcher.Proving;

/// <summary>Writes what a proof is about, what it states and what it does not.</summary>
internal static class ManifestWriter
{
    public static ProofManifest Manifest(ProofJob job, ProvedCall proved, DateTimeOffset now) => new()
    {
        BlockNumber = job.BlockNumber,
        BlockHash = job.BlockHash.ToString(),
        TransactionHash = job.TransactionHash.ToString(),
        ContractAddress = job.Contract.ToString(),
        EntryPoint = DemoCalls.NameOf(job.Selector),
        ProgramHash = proved.Statement.ProgramHash.ToString(),
        SecurityBits = proved.Statement.SecurityBits,
        PreprocessedTrace = PreprocessedLayout.VariantNames[(int)proved.Statement.Variant],
        Steps = proved.Steps,
        RunMilliseconds = (long)proved.RunTime.TotalMilliseconds,
        ProveMilliseconds = (long)proved.ProveTime.TotalMilliseconds,
        VerifyMilliseconds = (long)proved.VerifyTime.TotalMilliseconds,
        ProofBytes = proved.File.Length,
        ProofSha256 = Convert.ToHexStringLower(SHA256.HashData(proved.File)),
        StoredAt = now,
        Proves = Proves(job, proved),
        DoesNotProve = DoesNotProve,
    };

    public static PublicInputs Inputs(ProofJob job, ProvedCall proved) => PublicInputs.Of(
        job.BlockNumber, job.BlockHash, job.TransactionHash, job.Contract, proved.Statement.ProgramHash, proved.Statement.Output, proved.Output);

    private static ImmutableArray<string> Proves(ProofJob job, ProvedCall proved) =>
    [
        $"The compiled code of class {job.ClassHash}, entered at {DemoCalls.NameOf(job.Selector)} with the calldata of the public inputs and {job.Gas} gas, ran to its end under the rules of the Cairo machine.",
        "It used the gas, returned the data, read and wrote the storage cells and emitted the events that the public inputs list, each system call with the answer it was given.",
        $"The program that was proved is the one with hash {proved.Statement.ProgramHash}: this class's code inside a frame that writes those inputs. The proof has {proved.Statement.SecurityBits} bits of conjectured security.",
    ];

    private static ImmutableArray<string> DoesNotProve { get; } =
    [
        "That the values read from storage are those of the chain's state, that the events and writes are those of the block, and that the call was in the transaction: these are compared with the block by the watcher, and again by 'verify now', but they are no part of the proof.",
        "That the transaction was signed and validated, that its nonce was right, and that its fee was charged: the account's code and the fee transfer are executed again, not proved.",
        "That the class hash belongs to the code: the check compiles the class from its Sierra code and compares the program's hash.",
        "Anything about the other transactions of the block, or about state roots before and after it.",
    ];
}
