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
    /// <summary>The job, or null with the reason why the call cannot be proved.</summary>
    public static ProofJob? TryPrepare(ReplayedCall call, DecidedBlock decided, CompiledContract contract, out string? error)
    {
        BlockHeader header = decided.Block.Header;
        VersionedConstants constants = VersionedConstants.ForVersion(header.StarknetVersion)!;
        InvokeProgram program = InvokeProgram.Build(call.Call.ClassHash, contract.Casm, call.Call.Request.Selector, constants);
        InvokeInputs inputs = new(call.Call.Request.InitialGas - constants.Gas.EntryPointInitialBudget, [.. call.Call.Request.Calldata]);
        ContractStorage storage = new(call.Before);
        if (!InvokeRun.TryRun(program, inputs, storage, constants, out InvokeRun? run, out error))
        {
            return null;
        }

        IReadOnlyList<BindingMismatch> mismatches = InvokeBinding.Check(run!.Output, call, decided, constants);
        if (mismatches.Count > 0)
        {
            error = string.Join("; ", mismatches);
            return null;
        }

        return new ProofJob
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
}
