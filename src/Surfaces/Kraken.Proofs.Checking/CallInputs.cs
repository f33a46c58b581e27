using System;
using System.Collections.Immutable;
using Kraken.BlockProof.Program;
using Kraken.Fields;

namespace Kraken.Proofs.Checking;

/// <summary>The public inputs that a proved call has: written by the prover, made again by a check.</summary>
public static class CallInputs
{
    /// <summary>The inputs of a proof with this output.</summary>
    public static PublicInputs Of(
        ulong blockNumber,
        Felt blockHash,
        Felt transactionHash,
        Felt contract,
        Felt programHash,
        ImmutableArray<Felt> output,
        InvokeOutput fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return new PublicInputs
        {
            BlockNumber = blockNumber,
            BlockHash = blockHash,
            TransactionHash = transactionHash,
            ContractAddress = contract,
            ProgramHash = programHash,
            ClassHash = fields.ClassHash,
            Selector = fields.Selector,
            Calldata = fields.Calldata,
            InitialGas = fields.InitialGas,
            GasUsed = fields.GasUsed,
            Panicked = fields.Panicked,
            ReturnData = fields.ReturnData,
            Output = output,
        };
    }
}
