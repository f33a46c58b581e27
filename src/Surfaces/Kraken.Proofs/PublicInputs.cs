using System;
using System.Collections.Immutable;
using System.Text.Json;
using Kraken.Fields;

namespace Kraken.Proofs;

/// <summary>
/// The public inputs of a stored proof: where the call stands in the chain, and the proof's output, whole and by its fields. A check
/// believes nothing here: it compares with the proof and with the chain.
/// </summary>
public sealed record PublicInputs
{
    /// <summary>The version of this format.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>The height of the block with the call.</summary>
    public required ulong BlockNumber { get; init; }

    /// <summary>The hash of that block, which names its chain's past too.</summary>
    public required Felt BlockHash { get; init; }

    /// <summary>Which transaction of the block made the call.</summary>
    public required Felt TransactionHash { get; init; }

    /// <summary>The called contract.</summary>
    public required Felt ContractAddress { get; init; }

    /// <summary>The Blake hash of the program.</summary>
    public required Felt ProgramHash { get; init; }

    /// <summary>The class that ran.</summary>
    public required Felt ClassHash { get; init; }

    /// <summary>The entry point.</summary>
    public required Felt Selector { get; init; }

    /// <summary>What the entry point was given.</summary>
    public required ImmutableArray<Felt> Calldata { get; init; }

    /// <summary>The gas at the entry point.</summary>
    public required Felt InitialGas { get; init; }

    /// <summary>The gas used from there on.</summary>
    public required Felt GasUsed { get; init; }

    /// <summary>Whether the call panicked.</summary>
    public required bool Panicked { get; init; }

    /// <summary>What the call returned.</summary>
    public required ImmutableArray<Felt> ReturnData { get; init; }

    /// <summary>The whole output, felt by felt, system calls included.</summary>
    public required ImmutableArray<Felt> Output { get; init; }

    /// <summary>The file public_inputs.json.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ProofStoreJson.Default.PublicInputs);

    /// <summary>Reads the JSON; null when it is malformed.</summary>
    public static PublicInputs? TryRead(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ProofStoreJson.Default.PublicInputs);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
