using System;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Serialization.Json;
using Kraken.Starknet.Transactions;

namespace Kraken.Starknet.Json;

/// <summary>What JSON-RPC and the gateways of Starknet write otherwise of one and the same transaction.</summary>
public sealed record TransactionForm
{
    /// <summary>The form of JSON-RPC 0.10 [STARKNET-RPC].</summary>
    public static TransactionForm Rpc { get; } = new()
    {
        Types =
        [
            ("INVOKE", TransactionType.Invoke),
            ("DECLARE", TransactionType.Declare),
            ("DEPLOY_ACCOUNT", TransactionType.DeployAccount),
            ("L1_HANDLER", TransactionType.L1Handler),
        ],
        L1Gas = "l1_gas",
        L2Gas = "l2_gas",
        L1DataGas = "l1_data_gas",
        HasQueries = true,
        ReadMode = static node => node.Word([("L1", DataAvailabilityMode.L1), ("L2", DataAvailabilityMode.L2)]),
    };

    /// <summary>The word of each kind.</summary>
    public required ImmutableArray<(string Word, TransactionType Type)> Types { get; init; }

    /// <summary>The member with the bounds of L1 gas.</summary>
    public required string L1Gas { get; init; }

    /// <summary>The member with the bounds of L2 gas.</summary>
    public required string L2Gas { get; init; }

    /// <summary>The member with the bounds of L1 data gas.</summary>
    public required string L1DataGas { get; init; }

    /// <summary>Whether bounds of L1 data gas may be lacking, as before 0.13.4.</summary>
    public bool MayPredateL1DataGas { get; init; }

    /// <summary>Whether a version may carry the offset of a query.</summary>
    public bool HasQueries { get; init; }

    /// <summary>Reads where data is to be available.</summary>
    public required Func<JsonNode, DataAvailabilityMode> ReadMode { get; init; }

    /// <summary>The word of a kind, such as "DEPLOY_ACCOUNT".</summary>
    public string WordOf(TransactionType type) => Types.First(known => known.Type == type).Word;
}
