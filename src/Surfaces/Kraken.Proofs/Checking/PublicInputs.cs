using System;
using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using Kraken.BlockProof.Program;
using Kraken.Fields;

namespace Kraken.Proofs.Checking;

/// <summary>
/// The public inputs of a stored proof: where the call stands in the chain, and the proof's output, whole and by its fields. Field
/// elements are hexadecimal text. A check believes nothing here: it compares with the proof and with the chain.
/// </summary>
public sealed record PublicInputs
{
    /// <summary>The version of this format.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>The block's number.</summary>
    public required ulong BlockNumber { get; init; }

    /// <summary>The block's hash.</summary>
    public required string BlockHash { get; init; }

    /// <summary>The transaction's hash.</summary>
    public required string TransactionHash { get; init; }

    /// <summary>The called contract.</summary>
    public required string ContractAddress { get; init; }

    /// <summary>The Blake hash of the program.</summary>
    public required string ProgramHash { get; init; }

    /// <summary>The class that ran.</summary>
    public required string ClassHash { get; init; }

    /// <summary>The entry point.</summary>
    public required string Selector { get; init; }

    /// <summary>The calldata.</summary>
    public required ImmutableArray<string> Calldata { get; init; }

    /// <summary>The gas at the entry point.</summary>
    public required string InitialGas { get; init; }

    /// <summary>The gas used from there on.</summary>
    public required string GasUsed { get; init; }

    /// <summary>Whether the call panicked.</summary>
    public required bool Panicked { get; init; }

    /// <summary>What the call returned.</summary>
    public required ImmutableArray<string> ReturnData { get; init; }

    /// <summary>The whole output, felt by felt, system calls included.</summary>
    public required ImmutableArray<string> Output { get; init; }

    /// <summary>The JSON of the inputs.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ProofStoreJson.Default.PublicInputs);

    /// <summary>Reads the JSON; null when it is malformed.</summary>
    public static PublicInputs? TryRead(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ProofStoreJson.Default.PublicInputs);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The inputs of a proof.</summary>
    public static PublicInputs Of(ulong blockNumber, Felt blockHash, Felt transactionHash, Felt contract, Felt programHash, ImmutableArray<Felt> output, InvokeOutput fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return new PublicInputs
        {
            BlockNumber = blockNumber,
            BlockHash = blockHash.ToString(),
            TransactionHash = transactionHash.ToString(),
            ContractAddress = contract.ToString(),
            ProgramHash = programHash.ToString(),
            ClassHash = fields.ClassHash.ToString(),
            Selector = fields.Selector.ToString(),
            Calldata = Text(fields.Calldata),
            InitialGas = fields.InitialGas.ToString(),
            GasUsed = fields.GasUsed.ToString(),
            Panicked = fields.Panicked,
            ReturnData = Text(fields.ReturnData),
            Output = Text(output),
        };
    }

    private static ImmutableArray<string> Text(ImmutableArray<Felt> felts) => [.. felts.Select(felt => felt.ToString())];
}
