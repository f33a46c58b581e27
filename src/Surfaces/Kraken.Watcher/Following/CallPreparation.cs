using System.Collections.Generic;
using System.Linq;
using Kraken.BlockProof.Binding;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Replay;
using Kraken.BlockProof.Runs;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Starknet.Blocks;
using Kraken.Watcher.Queue;

namespace Kraken.Watcher.Following;

/// <summary>Makes a job of a replayed call: runs the program once and compares its output with the block.</summary>
internal static class CallPreparation
{
    /// <summary>Prepares a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="decided">Its block.</param>
    /// <param name="contract">The class.</param>
    /// <param name="refusal">Why the call cannot be proved though the block is right, or null.</param>
    /// <param name="mismatches">Where the run differs from the block; empty when it does not.</param>
    /// <returns>The job; null on refusal or mismatches.</returns>
    public static ProofJob? TryPrepare(
        ReplayedCall call,
        DecidedBlock decided,
        CompiledContract contract,
        out string? refusal,
        out IReadOnlyList<BindingMismatch> mismatches)
    {
        mismatches = [];
        refusal = call.IsOnlyOfContract ? null : "its transaction enters the contract more than once";
        BlockHeader header = decided.Block.Header;
        VersionedConstants constants = VersionedConstants.ForVersion(header.StarknetVersion)!;
        InvokeProgram? program =
            InvokeProgram.TryBuild(call.Call.ClassHash, contract.Casm, call.Call.Request.Selector, constants, out string? unbuilt);
        refusal ??= unbuilt;
        InvokeInputs inputs = new(call.Call.Request.InitialGas - constants.Gas.EntryPointInitialBudget, [.. call.Call.Request.Calldata]);
        ContractStorage storage = new(call.Before);
        if (refusal is not null || !InvokeRun.TryRun(program!, inputs, storage, constants, out InvokeRun? run, out refusal))
        {
            return null;
        }

        mismatches = InvokeBinding.Check(run!.Output, call, decided, constants);
        return mismatches.Count > 0 ? null : Job(call, header, inputs, storage, run);
    }

    private static ProofJob Job(ReplayedCall call, BlockHeader header, InvokeInputs inputs, ContractStorage storage, InvokeRun run) => new()
    {
        BlockNumber = header.Number,
        BlockHash = header.Hash,
        StarknetVersion = header.StarknetVersion,
        TransactionIndex = call.TransactionIndex,
        TransactionHash = call.Transaction.Hash,
        Contract = call.Contract,
        ClassHash = call.Call.ClassHash,
        Selector = call.Call.Request.Selector,
        Calldata = inputs.Calldata,
        Gas = inputs.Gas,
        Reads = [.. storage.InitialReads.Select(read => new StorageEntry(read.Key, read.Value))],
        Output = run.OutputFelts,
    };
}
