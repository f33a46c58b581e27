using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Kraken.BlockProof.Binding;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Replay;
using Kraken.Cairo.Air.Verification;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.Proofs.Chain;
using Kraken.Rpc.Client;
using Kraken.Starknet.Blocks;

namespace Kraken.Proofs.Checking;

/// <summary>
/// Checks a stored proof from end to end: the file, the STARK, the public inputs, the block, the block's execution, the program, and
/// every felt of the output against the block. Nothing of what the prover wrote beside the proof is believed.
/// </summary>
public static class ProofCheck
{
    private const string FileStep = "the file is the one in the manifest";
    private const string StarkStep = "the STARK proof is valid";
    private const string InputsStep = "the public inputs are those of the proof";
    private const string BlockStep = "the block has its hash and commitments";
    private const string ReplayStep = "the block's execution gives its receipts and state diff";
    private const string ProgramStep = "the program is that of the class";
    private const string BindingStep = "the output agrees with the block felt by felt";

    /// <summary>Checks a proof.</summary>
    /// <param name="proof">The proof file, in any format.</param>
    /// <param name="publicInputs">The public inputs, JSON.</param>
    /// <param name="manifest">What the proof is said to be about.</param>
    /// <param name="source">A node of the chain.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static async Task<ProofCheckReport> RunAsync(
        ReadOnlyMemory<byte> proof, ReadOnlyMemory<byte> publicInputs, ProofManifest manifest, IBlockSource source, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(source);
        CheckList list = new([FileStep, StarkStep, InputsStep, BlockStep, ReplayStep, ProgramStep, BindingStep]);
        ProofStatement? statement = null;
        InvokeOutput? output = null;
        list.Run(FileStep, () => CheckFile(proof.Span, manifest));
        list.Run(StarkStep, () => CheckStark(proof.Span, manifest, out statement));
        list.Run(InputsStep, () => CheckInputs(publicInputs.Span, manifest, statement!, out output));
        if (list.IsComplete)
        {
            await CheckChainAsync(list, manifest, statement!, output!, source, cancellation).ConfigureAwait(false);
        }

        return list.Report();
    }

    private static async Task CheckChainAsync(
        CheckList list, ProofManifest manifest, ProofStatement statement, InvokeOutput output, IBlockSource source, CancellationToken cancellation)
    {
        ReplayedBlock replayed;
        BlockReplayer replayer = new(source);
        long started = System.Diagnostics.Stopwatch.GetTimestamp();
        try
        {
            replayed = await replayer.ReplayAsync(manifest.BlockNumber, call => IsCall(call, manifest), cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or RpcClientException or ArgumentOutOfRangeException)
        {
            list.Skip(BlockStep, $"the node does not give block {manifest.BlockNumber}: {exception.Message}");
            return;
        }

        TimeSpan elapsed = System.Diagnostics.Stopwatch.GetElapsedTime(started);
        VersionedConstants? constants = VersionedConstants.ForVersion(replayed.Decided.Block.Header.StarknetVersion);
        ReplayedCall? call = replayed.Calls.FirstOrDefault(candidate => candidate.Transaction.Hash.ToString() == manifest.TransactionHash);
        list.Run(BlockStep, () => CheckBlock(replayed.Decided, manifest));
        list.Run(ReplayStep, () => CheckReplay(replayed, call, manifest), elapsed);
        list.Run(ProgramStep, () => CheckProgram(statement, call!, replayer.Classes, constants!));
        list.Run(BindingStep, () => Found(InvokeBinding.Check(output, call!, replayed.Decided, constants!), $"{statement.Output.Length} felts, {output.Syscalls.Length} system calls"));
    }

    private static bool IsCall(Execution.Calls.CallInfo call, ProofManifest manifest) => call.Request.StorageAddress.ToString() == manifest.ContractAddress;

    private static CheckFinding CheckFile(ReadOnlySpan<byte> proof, ProofManifest manifest)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(proof));
        return hash == manifest.ProofSha256 && proof.Length == manifest.ProofBytes
            ? CheckFinding.Pass($"{proof.Length} bytes, SHA-256 {hash}")
            : CheckFinding.Fail($"{proof.Length} bytes with SHA-256 {hash}, the manifest says {manifest.ProofBytes} with {manifest.ProofSha256}");
    }

    private static CheckFinding CheckStark(ReadOnlySpan<byte> proof, ProofManifest manifest, out ProofStatement? statement)
    {
        VerificationReport report = ProofFileVerifier.Verify(proof);
        statement = report.IsValid ? report.Statement : null;
        return report.Error is { } error ? CheckFinding.Fail(error.ToString())
            : statement!.SecurityBits != manifest.SecurityBits ? CheckFinding.Fail($"{statement.SecurityBits} bits, the manifest says {manifest.SecurityBits}")
            : CheckFinding.Pass($"{statement.SecurityBits} bits of security, {statement.HashName}, verified in {report.VerifyTime.TotalMilliseconds:F0} ms");
    }

    private static CheckFinding CheckInputs(ReadOnlySpan<byte> json, ProofManifest manifest, ProofStatement statement, out InvokeOutput? output)
    {
        output = InvokeOutput.TryParse(statement.Output.AsSpan());
        if (output is null)
        {
            return CheckFinding.Fail("the proof's output is not of the layout of proved calls");
        }

        Felt contract = Felt.TryParse(manifest.ContractAddress, out Felt parsed) ? parsed : default;
        PublicInputs expected = PublicInputs.Of(manifest.BlockNumber, default, default, contract, statement.ProgramHash, statement.Output, output) with
        {
            BlockHash = manifest.BlockHash,
            TransactionHash = manifest.TransactionHash,
        };
        bool same = PublicInputs.TryRead(json) is { } stated && stated.ToJson().AsSpan().SequenceEqual(expected.ToJson());
        return !same ? CheckFinding.Fail("the stored public inputs are not those of the proof")
            : manifest.ProgramHash != expected.ProgramHash ? CheckFinding.Fail($"program hash {expected.ProgramHash}, the manifest says {manifest.ProgramHash}")
            : CheckFinding.Pass($"program {expected.ProgramHash}, {expected.Output.Length} felts of output");
    }

    private static CheckFinding CheckBlock(DecidedBlock decided, ProofManifest manifest)
    {
        BlockHeader header = decided.Block.Header;
        BlockCommitments content = ContentCommitments.Compute(decided.Block.Transactions, decided.Block.Receipts, decided.Diff);
        Felt hash = (header with { Commitments = content }).WithHash().Hash;
        return hash != header.Hash ? CheckFinding.Fail($"header and content hash to {hash}, the node says {header.Hash}")
            : hash.ToString() != manifest.BlockHash ? CheckFinding.Fail($"block {header.Number} has hash {hash}, the manifest says {manifest.BlockHash}")
            : CheckFinding.Pass($"block {header.Number}, {hash}");
    }

    private static CheckFinding CheckReplay(ReplayedBlock replayed, ReplayedCall? call, ProofManifest manifest) =>
        !replayed.Mismatches.IsEmpty ? CheckFinding.Fail(string.Join("; ", replayed.Mismatches.Take(5)))
        : call is null ? CheckFinding.Fail($"no successful invoke {manifest.TransactionHash} in the block calls {manifest.ContractAddress}")
        : CheckFinding.Pass($"{replayed.Decided.Block.Transactions.Length} transactions executed again");

    private static CheckFinding CheckProgram(ProofStatement statement, ReplayedCall call, RemoteClasses classes, VersionedConstants constants)
    {
        Felt classHash = call.Call.ClassHash;
        CompiledContract? contract = classes.Known(classHash);
        return contract is null
            ? CheckFinding.Fail($"class {classHash} is unknown or does not compile")
            : Found(InvokeBinding.CheckProgram(statement.ProgramHash, classHash, contract.Casm, call.Call.Request.Selector, constants), $"class {classHash}");
    }

    private static CheckFinding Found(IReadOnlyList<BindingMismatch> mismatches, string otherwise) =>
        mismatches.Count > 0 ? CheckFinding.Fail(string.Join("; ", mismatches.Take(5))) : CheckFinding.Pass(otherwise);
}
