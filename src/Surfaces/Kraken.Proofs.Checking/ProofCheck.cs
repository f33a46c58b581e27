using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Kraken.BlockProof.Binding;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Replay;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Verification;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Proofs.Checking.Chain;
using Kraken.Serialization.Json;

namespace Kraken.Proofs.Checking;

/// <summary>
/// Checks a stored proof from end to end: the file, the STARK, what was written beside it, the block, the block's execution, the
/// program, and every felt of the output against the block. The explorer, the command and the watcher run this and nothing else.
/// </summary>
/// <param name="source">A node of the chain, or several.</param>
/// <param name="authority">Who decides blocks; null where no genesis file is at hand, which the report says.</param>
public sealed class ProofCheck(IBlockSource source, BlockAuthority? authority = null)
{
    private const string FileStep = "the file is the one in the manifest";
    private const string StarkStep = "the STARK proof is valid";
    private const string InputsStep = "the public inputs are those of the proof";
    private const string ManifestStep = "what the manifest says of the proof is so";
    private const string CallStep = "the block holds the call";
    private const string ProgramStep = "the program is that of the class";
    private const string BindingStep = "the output agrees with the block felt by felt";
    private const int ShownMismatches = 5;

    private readonly BlockCheck blocks = new(source, authority);

    /// <summary>Checks a proof against its block, which is checked too.</summary>
    /// <param name="stored">The proof with what was written beside it.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<ProofCheckReport> RunAsync(StoredProof stored, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stored);
        CheckList list = Begin(stored, out ProofStatement? statement, out InvokeOutput? output);
        if (!list.IsComplete)
        {
            return list.Report();
        }

        HashSet<Felt> contracts = [stored.Manifest.ContractAddress];
        CheckedBlock block = await blocks.RunAsync(stored.Manifest.BlockNumber, contracts, cancellation).ConfigureAwait(false);
        return Finish(list, stored.Manifest, statement!, output!, block);
    }

    /// <summary>Checks a proof against a block that was checked before, with its contract among those asked for.</summary>
    public ProofCheckReport Run(StoredProof stored, CheckedBlock block)
    {
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(block);
        CheckList list = Begin(stored, out ProofStatement? statement, out InvokeOutput? output);
        return list.IsComplete ? Finish(list, stored.Manifest, statement!, output!, block) : list.Report();
    }

    private CheckList Begin(StoredProof stored, out ProofStatement? statement, out InvokeOutput? output)
    {
        ProofStatement? stated = null;
        InvokeOutput? read = null;
        ProofManifest manifest = stored.Manifest;
        CheckList list = new([FileStep, StarkStep, InputsStep, ManifestStep, .. blocks.Names, CallStep, ProgramStep, BindingStep]);
        list.Run(FileStep, () => CheckFile(stored.Proof, manifest));
        list.Run(StarkStep, () => StarkCheck.Run(stored.Proof, out stated));
        list.Run(InputsStep, () => CheckInputs(stored.PublicInputs, manifest, stated!, out read));
        list.Run(ManifestStep, () => CheckManifest(manifest, stated!, read!));
        (statement, output) = (stated, read);
        return list;
    }

    private static ProofCheckReport Finish(
        CheckList list, ProofManifest manifest, ProofStatement statement, InvokeOutput output, CheckedBlock block)
    {
        list.Add(block.Steps);
        ReplayedCall? call = block.Replayed?.Calls.FirstOrDefault(
            candidate => candidate.Transaction.Hash == manifest.TransactionHash && candidate.Contract == manifest.ContractAddress);
        list.Run(CallStep, () => CheckCall(block.Replayed!.Decided, call, manifest));
        VersionedConstants? constants =
            block.Replayed is { } replayed ? VersionedConstants.ForVersion(replayed.Decided.Block.Header.StarknetVersion) : null;
        list.Run(ProgramStep, () => CheckProgram(statement, call!, block.Classes, constants!));
        list.Run(BindingStep, () => Found(
            InvokeBinding.Check(output, call!, block.Replayed!.Decided, constants!),
            $"{statement.Output.Length} felts, {output.Syscalls.Length} system calls"));
        ProofCheckReport report = list.Report();
        return report with
        {
            Taken = block.Taken,
            Established = report.IsValid ? EstablishedCall.Of(statement, output, call!, block.Replayed!.Decided) : null,
        };
    }

    private static CheckFinding CheckFile(ReadOnlySpan<byte> proof, ProofManifest manifest)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(proof));
        return hash == manifest.ProofSha256 && proof.Length == manifest.ProofBytes
            ? CheckFinding.Pass($"{proof.Length} bytes, SHA-256 {hash}")
            : CheckFinding.Fail(
                $"{proof.Length} bytes with SHA-256 {hash}, the manifest says {manifest.ProofBytes} with {manifest.ProofSha256}");
    }

    private static CheckFinding CheckInputs(
        ReadOnlySpan<byte> json,
        ProofManifest manifest,
        ProofStatement statement,
        out InvokeOutput? output)
    {
        output = InvokeOutput.TryParse(statement.Output.AsSpan());
        if (output is null)
        {
            return CheckFinding.Fail("the proof's output is not of the layout of proved calls");
        }

        PublicInputs expected = CallInputs.Of(
            manifest.BlockNumber,
            manifest.BlockHash,
            manifest.TransactionHash,
            manifest.ContractAddress,
            statement.ProgramHash,
            statement.Output,
            output);
        return PublicInputs.TryRead(json) is { } stated && stated.ToJson().AsSpan().SequenceEqual(expected.ToJson())
            ? CheckFinding.Pass($"program {expected.ProgramHash}, {expected.Output.Length} felts of output")
            : CheckFinding.Fail("the stored public inputs are not those of the proof");
    }

    private static CheckFinding CheckManifest(ProofManifest manifest, ProofStatement statement, InvokeOutput output)
    {
        string variant = PreprocessedLayout.VariantNames[(int)statement.Variant];
        bool isNamed = Selector.FromName(manifest.EntryPoint) == output.Selector
            || (FeltJsonConverter.TryParse(manifest.EntryPoint, out Felt selector) && selector == output.Selector);
        return !isNamed ? CheckFinding.Fail($"the entry point has selector {output.Selector}, which is not that of '{manifest.EntryPoint}'")
            : manifest.ProgramHash != statement.ProgramHash
                ? CheckFinding.Fail($"program hash {statement.ProgramHash}, the manifest says {manifest.ProgramHash}")
            : manifest.SecurityBits != statement.SecurityBits
                ? CheckFinding.Fail($"{statement.SecurityBits} bits of security, the manifest says {manifest.SecurityBits}")
            : manifest.PreprocessedTrace != variant
                ? CheckFinding.Fail($"preprocessed trace {variant}, the manifest says '{manifest.PreprocessedTrace}'")
            : CheckFinding.Pass($"entry point {manifest.EntryPoint}, {variant}; its steps and times are not looked at");
    }

    private static CheckFinding CheckCall(DecidedBlock decided, ReplayedCall? call, ProofManifest manifest) =>
        decided.Block.Header.Hash != manifest.BlockHash
            ? CheckFinding.Fail(
                $"block {decided.Block.Header.Number} has hash {decided.Block.Header.Hash}, the manifest says {manifest.BlockHash}")
        : call is null ? CheckFinding.Fail($"no successful invoke {manifest.TransactionHash} in the block calls {manifest.ContractAddress}")
        : CheckFinding.Pass($"transaction {call.TransactionIndex} of the block");

    private static CheckFinding CheckProgram(
        ProofStatement statement,
        ReplayedCall call,
        RemoteClasses classes,
        VersionedConstants constants)
    {
        Felt classHash = call.Call.ClassHash;
        CompiledContract? contract = classes.Known(classHash);
        return contract is null
            ? CheckFinding.Fail($"class {classHash} is unknown or does not compile")
            : Found(
                InvokeBinding.CheckProgram(statement.ProgramHash, classHash, contract.Casm, call.Call.Request.Selector, constants),
                $"class {classHash}");
    }

    private static CheckFinding Found(IReadOnlyList<BindingMismatch> mismatches, string otherwise) =>
        mismatches.Count > 0 ? CheckFinding.Fail(string.Join("; ", mismatches.Take(ShownMismatches))) : CheckFinding.Pass(otherwise);
}
