using System;
using System.Buffers.Text;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Transactions;

namespace Kraken.Starknet.Json;

/// <summary>Reads transactions of version 3, and messages from L1, within a decoding, in any of their forms.</summary>
public sealed class TransactionReader(TransactionForm form)
{
    /// <summary>Reads the kind.</summary>
    public TransactionType ReadType(JsonNode node) => node["type"].Word(form.Types.AsSpan());

    /// <summary>Reads a transaction of a block, all but its hash; the address of a new account is computed.</summary>
    public Transaction Read(JsonNode node)
    {
        TransactionType type = ReadType(node);
        bool isQuery = ReadVersion(node["version"], type);
        return type switch
        {
            TransactionType.Invoke => ReadInvoke(node, isQuery),
            TransactionType.Declare => ReadDeclare(node, isQuery, node["class_hash"].Felt()),
            TransactionType.DeployAccount => WithAddress(ReadDeployAccount(node, isQuery)),
            _ => ReadL1Handler(node),
        };
    }

    /// <summary>
    /// Reads a transaction as it is sent, with its derived fields zero, so that its size can be checked before anything is hashed.
    /// </summary>
    /// <param name="node">The place.</param>
    /// <param name="readClass">Reads the class of a declare.</param>
    public SubmittedTransaction ReadSubmitted(JsonNode node, Func<JsonNode, SierraClass> readClass)
    {
        TransactionType type = ReadType(node);
        if (type == TransactionType.L1Handler)
        {
            node["type"].Fail("a kind that an account may send");
        }

        bool isQuery = ReadVersion(node["version"], type);
        switch (type)
        {
            case TransactionType.Declare:
                // Who declares a class of Cairo 0 hears of that before what else is lacking.
                SierraClass declared = readClass(node["contract_class"]);
                return new(ReadDeclare(node, isQuery, default), declared);
            case TransactionType.DeployAccount:
                return new(ReadDeployAccount(node, isQuery));
            default:
                CheckProof(node["proof"]);
                return new(ReadInvoke(node, isQuery));
        }
    }

    // The proof behind proof_facts is its sender's to whoever verifies it: here it need only be bytes. The request's body bounds it.
    private static void CheckProof(JsonNode node)
    {
        if (node.Exists && !(node.IsString && Base64.IsValid(node.Text(int.MaxValue))))
        {
            node.Fail("bytes in base64");
        }
    }

    // Other versions have other members: the version is told first. Returns whether it is a query's.
    private bool ReadVersion(JsonNode node, TransactionType type)
    {
        Felt expected = type == TransactionType.L1Handler ? Felt.Zero : 3;
        Felt version = node.Felt();
        if (version == expected)
        {
            return false;
        }

        bool isQuery = form.HasQueries && type != TransactionType.L1Handler && version == expected + Transaction.QueryVersionOffset;
        if (!isQuery)
        {
            node.Fail($"version {expected}");
        }

        return isQuery;
    }

    private InvokeTransaction ReadInvoke(JsonNode node, bool isQuery) => ReadCommon(node, isQuery, new InvokeTransaction
    {
        Nonce = node["nonce"].Felt(),
        SenderAddress = node["sender_address"].Felt(),
        Calldata = node["calldata"].Felts(TransactionLimits.MaxFelts),
        AccountDeploymentData = node["account_deployment_data"].Felts(TransactionLimits.MaxFelts),
        ProofFacts = node["proof_facts"].OptionalFelts(TransactionLimits.MaxFelts),
        ResourceBounds = ReadBounds(node["resource_bounds"]),
    });

    private DeclareTransaction ReadDeclare(JsonNode node, bool isQuery, Felt classHash) => ReadCommon(node, isQuery, new DeclareTransaction
    {
        Nonce = node["nonce"].Felt(),
        SenderAddress = node["sender_address"].Felt(),
        ClassHash = classHash,
        CompiledClassHash = node["compiled_class_hash"].Felt(),
        AccountDeploymentData = node["account_deployment_data"].Felts(TransactionLimits.MaxFelts),
        ResourceBounds = ReadBounds(node["resource_bounds"]),
    });

    private DeployAccountTransaction ReadDeployAccount(JsonNode node, bool isQuery) =>
        ReadCommon(node, isQuery, new DeployAccountTransaction
        {
            Nonce = node["nonce"].Felt(),
            ClassHash = node["class_hash"].Felt(),
            ContractAddressSalt = node["contract_address_salt"].Felt(),
            ConstructorCalldata = node["constructor_calldata"].Felts(TransactionLimits.MaxFelts),
            ContractAddress = Felt.Zero,
            ResourceBounds = ReadBounds(node["resource_bounds"]),
        });

    // The address is that of the content, whatever stands there beside it.
    private static DeployAccountTransaction WithAddress(DeployAccountTransaction transaction) => transaction with
    {
        ContractAddress = ContractAddresses.Compute(
            Felt.Zero, transaction.ContractAddressSalt, transaction.ClassHash, transaction.ConstructorCalldata.AsSpan()),
    };

    private static L1HandlerTransaction ReadL1Handler(JsonNode node) => new()
    {
        Nonce = node["nonce"].HexUInt64(),
        ContractAddress = node["contract_address"].Felt(),
        EntryPointSelector = node["entry_point_selector"].Felt(),
        Calldata = node["calldata"].Felts(TransactionLimits.MaxFelts),
    };

    private T ReadCommon<T>(JsonNode node, bool isQuery, T transaction)
        where T : AccountTransaction => transaction with
        {
            IsQuery = isQuery,
            Signature = node["signature"].Felts(TransactionLimits.MaxFelts),
            Tip = node["tip"].HexUInt64(),
            PaymasterData = node["paymaster_data"].Felts(TransactionLimits.MaxFelts),
            NonceDataAvailabilityMode = form.ReadMode(node["nonce_data_availability_mode"]),
            FeeDataAvailabilityMode = form.ReadMode(node["fee_data_availability_mode"]),
        };

    private ResourceBoundsMapping ReadBounds(JsonNode node)
    {
        JsonNode data = node[form.L1DataGas];
        bool predates = form.MayPredateL1DataGas && !data.Exists;
        return new(ReadBound(node[form.L1Gas]), ReadBound(node[form.L2Gas]), predates ? default : ReadBound(data))
        {
            PredatesL1DataGas = predates,
        };
    }

    private static ResourceBounds ReadBound(JsonNode node) => new(node["max_amount"].HexUInt64(), node["max_price_per_unit"].HexUInt128());
}
