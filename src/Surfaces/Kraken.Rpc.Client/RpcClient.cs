using System;
using System.Collections.Immutable;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Rpc.Client;

/// <summary>
/// Reads from a Starknet node and sends transactions to it. Safe for several threads. Methods throw <see cref="RpcClientException"/> when
/// the node refuses or answers nonsense, <see cref="HttpRequestException"/> when it cannot be reached.
/// </summary>
/// <param name="http">The client to use; not disposed here.</param>
/// <param name="address">The node's address, such as http://127.0.0.1:5050/rpc.</param>
public sealed class RpcClient(HttpClient http, Uri address)
{
    private const int MaxReturned = 1_000_000;

    // A certificate; what becomes of a transaction that was sent, why it failed included.
    private const int MaxSmallBytes = 4 << 20;
    private readonly RpcConnection connection = new(http, address);

    /// <summary>Which chain the node follows.</summary>
    public Task<ChainId> ChainIdAsync(CancellationToken cancellation) =>
        connection.CallAsync("starknet_chainId", _ => { }, node => new ChainId(node.Felt()), cancellation);

    /// <summary>The height of the latest block.</summary>
    public Task<ulong> BlockNumberAsync(CancellationToken cancellation) =>
        connection.CallAsync("starknet_blockNumber", _ => { }, node => node.Number(), cancellation);

    /// <summary>The header of a decided block.</summary>
    public Task<BlockHeader> HeaderAsync(BlockId block, CancellationToken cancellation) => connection.CallAsync(
        "starknet_getBlockWithTxHashes", writer => WriteBlock(writer, block), BlockHeaderJson.Read, cancellation);

    /// <summary>A decided block with transactions and receipts.</summary>
    public Task<Block> BlockAsync(BlockId block, CancellationToken cancellation) => BlockAsync(block, TransactionJson.Read, cancellation);

    /// <summary>The same, whose transactions may be of older versions than chains take today.</summary>
    public Task<Block> AnyBlockAsync(BlockId block, CancellationToken cancellation) =>
        BlockAsync(block, TransactionJson.ReadAny, cancellation);

    /// <summary>
    /// The hashes of a block's transactions in their order, without the rest of the block; of the block that is being decided too
    /// (<see cref="BlockId.PreConfirmed"/>), none where there is no such block.
    /// </summary>
    public Task<ImmutableArray<Felt>> TransactionHashesAsync(BlockId block, CancellationToken cancellation) => connection.CallAsync(
        "starknet_getBlockWithTxHashes",
        writer => WriteBlock(writer, block),
        node => node["transactions"].Felts(TransactionLimits.MaxTransactions),
        cancellation);

    /// <summary>How the transactions of a block ended, in their order: all that a load client needs of it; nothing else is read.</summary>
    public Task<ImmutableArray<(Felt Hash, bool IsReverted)>> OutcomesAsync(BlockId block, CancellationToken cancellation) =>
        connection.CallAsync(
            "starknet_getBlockWithReceipts",
            writer => WriteBlock(writer, block),
            node => node["transactions"].List(TransactionLimits.MaxTransactions, item => (
                item["receipt"]["transaction_hash"].Felt(),
                item["receipt"]["execution_status"].Word([("SUCCEEDED", false), ("REVERTED", true)]))),
            cancellation);

    /// <summary>
    /// The commit certificate of a decided block, as bytes that nobody checked; empty for block 0, which no committee decides.
    /// </summary>
    public Task<ReadOnlyMemory<byte>> CertificateAsync(BlockId block, CancellationToken cancellation) => connection.CallAsync(
        CertificateJson.Method,
        writer => WriteBlock(writer, block),
        node => CertificateJson.Read(node["certificate"]),
        cancellation,
        MaxSmallBytes);

    /// <summary>The state diff of a decided block.</summary>
    public Task<StateUpdate> StateUpdateAsync(BlockId block, CancellationToken cancellation) => connection.CallAsync(
        "starknet_getStateUpdate",
        writer => WriteBlock(writer, block),
        node => new StateUpdate(
            node["block_hash"].Felt(), node["old_root"].Felt(), node["new_root"].Felt(), StateDiffJson.Read(node["state_diff"])),
        cancellation);

    /// <summary>A transaction by hash, in a block or waiting.</summary>
    public Task<Transaction> TransactionAsync(Felt hash, CancellationToken cancellation) => connection.CallAsync(
        "starknet_getTransactionByHash", writer => writer.WriteFelt("transaction_hash", hash), TransactionJson.Read, cancellation);

    /// <summary>A receipt with its block's number.</summary>
    public Task<(TransactionReceipt Receipt, ulong BlockNumber)> ReceiptAsync(Felt hash, CancellationToken cancellation) =>
        connection.CallAsync(
        "starknet_getTransactionReceipt",
        writer => writer.WriteFelt("transaction_hash", hash),
        node => (ReceiptJson.Read(node), node["block_number"].Number()),
        cancellation);

    /// <summary>How far a transaction has come; null when the node does not know it.</summary>
    public async Task<TransactionStatus?> StatusAsync(Felt hash, CancellationToken cancellation)
    {
        try
        {
            return await connection.CallAsync(
                "starknet_getTransactionStatus", writer =>
                    writer.WriteFelt("transaction_hash", hash), TransactionStatus.Read, cancellation).ConfigureAwait(false);
        }
        catch (RpcClientException exception) when (exception.Code == RpcErrorCode.TransactionHashNotFound)
        {
            return null;
        }
    }

    /// <summary>The Sierra class of a hash, as of a block.</summary>
    public Task<SierraClass> ClassAsync(BlockId block, Felt classHash, CancellationToken cancellation) => connection.CallAsync(
        "starknet_getClass",
        writer =>
        {
            WriteBlock(writer, block);
            writer.WriteFelt("class_hash", classHash);
        },
        SierraClassJson.Read,
        cancellation);

    /// <summary>The class of a hash, as of a block, of whichever language.</summary>
    public Task<NetworkClass> AnyClassAsync(BlockId block, Felt classHash, CancellationToken cancellation) => connection.CallAsync(
        "starknet_getClass",
        writer =>
        {
            WriteBlock(writer, block);
            writer.WriteFelt("class_hash", classHash);
        },
        static node => DeprecatedClassJson.IsDeprecated(node)
            ? new NetworkClass(null, DeprecatedClassJson.Read(node))
            : new NetworkClass(SierraClassJson.Read(node), null),
        cancellation,
        Math.Max(ClassLimits.MaxJsonBytes, DeprecatedClassLimits.MaxJsonBytes));

    /// <summary>The compiled form of a class.</summary>
    public Task<CasmClass> CompiledClassAsync(Felt classHash, CancellationToken cancellation) => connection.CallAsync(
        "starknet_getCompiledCasm", writer => writer.WriteFelt("class_hash", classHash), CasmClassJson.Read, cancellation);

    /// <summary>The class hash of a contract.</summary>
    public Task<Felt> ClassHashAtAsync(BlockId block, Felt contract, CancellationToken cancellation) => connection.CallAsync(
        "starknet_getClassHashAt", writer => WriteContract(writer, block, contract), node => node.Felt(), cancellation);

    /// <summary>The nonce of an account.</summary>
    public Task<Felt> NonceAsync(BlockId block, Felt contract, CancellationToken cancellation) => connection.CallAsync(
        "starknet_getNonce", writer => WriteContract(writer, block, contract), node => node.Felt(), cancellation);

    /// <summary>The value of a storage cell.</summary>
    public Task<Felt> StorageAtAsync(BlockId block, Felt contract, Felt key, CancellationToken cancellation) => connection.CallAsync(
        "starknet_getStorageAt",
        writer =>
        {
            WriteContract(writer, block, contract);
            writer.WriteFelt("key", key);
        },
        node => node.Felt(),
        cancellation);

    /// <summary>
    /// The nodes on the ways to leaves of the state's tries after a decided block: nothing of them is checked but their form, and the
    /// answer is refused where it is longer than any such proof (<see cref="StorageProofJson.MaxBytes"/>).
    /// </summary>
    /// <param name="query">At most <see cref="StorageProofQuery.MaxKeys"/> leaves.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<StorageProof> StorageProofAsync(BlockId block, StorageProofQuery query, CancellationToken cancellation) =>
        connection.CallAsync(
            "starknet_getStorageProof",
            writer =>
            {
                WriteBlock(writer, block);
                StorageProofJson.WriteQueryMembers(writer, query);
            },
            StorageProofJson.Read,
            cancellation,
            StorageProofJson.MaxBytes);

    /// <summary>Calls an entry point.</summary>
    public Task<ImmutableArray<Felt>> CallAsync(FunctionCall call, BlockId block, CancellationToken cancellation) => connection.CallAsync(
        "starknet_call",
        writer =>
        {
            writer.WriteStartObject("request");
            writer.WriteFelt("contract_address", call.ContractAddress);
            writer.WriteFelt("entry_point_selector", call.EntryPointSelector);
            writer.WriteFelts("calldata", call.Calldata.AsSpan());
            writer.WriteEndObject();
            WriteBlock(writer, block);
        },
        node => node.Felts(MaxReturned),
        cancellation);

    /// <summary>A page of the events of a contract, oldest first.</summary>
    /// <param name="contract">The emitting contract; null for any.</param>
    /// <param name="from">The first block.</param>
    /// <param name="to">The last block.</param>
    /// <param name="count">The most events, 1 to 1024.</param>
    /// <param name="token">The token of the page before; null for the first page.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<EventPage> EventsAsync(
        Felt? contract,
        BlockId from,
        BlockId to,
        int count,
        string? token,
        CancellationToken cancellation) =>
        EventsAsync(contract, [], from, to, count, token, cancellation);

    /// <summary>A page of the events of a contract whose keys are as a filter wants them, oldest first.</summary>
    /// <param name="contract">The emitting contract; null for any.</param>
    /// <param name="keys">The keys allowed at each position; an empty list allows any.</param>
    /// <param name="from">The first block.</param>
    /// <param name="to">The last block.</param>
    /// <param name="count">The most events, 1 to 1024.</param>
    /// <param name="token">The token of the page before; null for the first page.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<EventPage> EventsAsync(
        Felt? contract,
        ImmutableArray<ImmutableArray<Felt>> keys,
        BlockId from,
        BlockId to,
        int count,
        string? token,
        CancellationToken cancellation) =>
        connection.CallAsync(
            "starknet_getEvents",
            writer => EventPage.WriteFilter(writer, contract, keys, from, to, count, token),
            EventPage.Read,
            cancellation);

    /// <summary>The token that the chain's fees are paid in; a method of Kraken's nodes.</summary>
    public Task<Felt> FeeTokenAsync(CancellationToken cancellation) =>
        connection.CallAsync(ChainExtras.FeeTokenMethod, _ => { }, node => node["address"].Felt(), cancellation);

    /// <summary>The transactions that wait at the node, the first to arrive first; a method of Kraken's nodes.</summary>
    /// <param name="limit">The most transactions, at most <see cref="ChainExtras.MaxWaiting"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<WaitingPage> WaitingAsync(int limit, CancellationToken cancellation) => connection.CallAsync(
        ChainExtras.WaitingMethod, writer => writer.WriteNumber("limit", limit), WaitingPage.Read, cancellation);

    /// <summary>The accounts whose keys a development chain gives to everybody.</summary>
    public Task<ImmutableArray<(Felt Address, Felt? PrivateKey)>> DevelopmentAccountsAsync(CancellationToken cancellation) =>
        connection.CallAsync(
            "devnet_getPredeployedAccounts",
            _ => { },
            node => node.List(ChainExtras.MaxAccounts, item => (
                item["address"].Felt(), item["private_key"].Exists ? item["private_key"].Felt() : (Felt?)null)),
            cancellation);

    /// <summary>The trace of a decided transaction.</summary>
    public Task<TransactionTrace> TraceAsync(Felt hash, CancellationToken cancellation) => connection.CallAsync(
        "starknet_traceTransaction",
        writer => writer.WriteFelt("transaction_hash", hash),
        node => TraceJson.Read(node, hash),
        cancellation);

    /// <summary>The traces of a decided block's transactions, in their order.</summary>
    public Task<ImmutableArray<TransactionTrace>> TracesAsync(BlockId block, CancellationToken cancellation) => connection.CallAsync(
        "starknet_traceBlockTransactions",
        writer => WriteBlock(writer, block),
        node => node.List(
            TransactionLimits.MaxTransactions, item => TraceJson.Read(item["trace_root"], item["transaction_hash"].Felt())),
        cancellation);

    /// <summary>Estimates one transaction; its signature must fit its (query) hash unless validation is skipped.</summary>
    public Task<FeeEstimate> EstimateFeeAsync(
        SubmittedTransaction transaction,
        BlockId block,
        bool skipValidate,
        CancellationToken cancellation) =>
        connection.CallAsync(
            "starknet_estimateFee",
            writer =>
            {
                writer.WriteStartArray("request");
                TransactionJson.WriteSubmitted(writer, transaction);
                writer.WriteEndArray();
                WriteFlags(writer, "simulation_flags", skipValidate ? ["SKIP_VALIDATE"] : []);
                WriteBlock(writer, block);
            },
            node => FeeEstimateJson.ReadSingle(node),
            cancellation);

    /// <summary>Sends a transaction and gives the hash that the node computed.</summary>
    public Task<Felt> SubmitAsync(SubmittedTransaction transaction, CancellationToken cancellation)
    {
        (string method, string parameter) = transaction.Transaction.Type switch
        {
            TransactionType.Declare => ("starknet_addDeclareTransaction", "declare_transaction"),
            TransactionType.DeployAccount => ("starknet_addDeployAccountTransaction", "deploy_account_transaction"),
            _ => ("starknet_addInvokeTransaction", "invoke_transaction"),
        };
        return connection.CallAsync(
            method,
            writer =>
            {
                writer.WritePropertyName(parameter);
                TransactionJson.WriteSubmitted(writer, transaction);
            },
            node => node["transaction_hash"].Felt(),
            cancellation,
            MaxSmallBytes);
    }

    private Task<Block> BlockAsync(BlockId block, Func<JsonNode, Transaction> read, CancellationToken cancellation) => connection.CallAsync(
        "starknet_getBlockWithReceipts",
        writer => WriteBlock(writer, block, "INCLUDE_PROOF_FACTS"),
        node => ReadBlock(node, read),
        cancellation);

    private static Block ReadBlock(JsonNode node, Func<JsonNode, Transaction> read)
    {
        ImmutableArray<(Transaction Transaction, TransactionReceipt Receipt)> body = node["transactions"].List(
            TransactionLimits.MaxTransactions, item =>
            {
                TransactionReceipt receipt = ReceiptJson.Read(item["receipt"]);
                return (read(item["transaction"]) with { Hash = receipt.TransactionHash }, receipt);
            });
        return new(
            BlockHeaderJson.Read(node),
            ImmutableArray.CreateRange(body, item => item.Transaction),
            ImmutableArray.CreateRange(body, item => item.Receipt));
    }

    private static void WriteBlock(Utf8JsonWriter writer, BlockId block, params ReadOnlySpan<string> flags)
    {
        writer.WritePropertyName("block_id");
        BlockIdJson.Write(writer, block);
        if (!flags.IsEmpty)
        {
            WriteFlags(writer, "response_flags", flags);
        }
    }

    private static void WriteContract(Utf8JsonWriter writer, BlockId block, Felt contract)
    {
        WriteBlock(writer, block);
        writer.WriteFelt("contract_address", contract);
    }

    private static void WriteFlags(Utf8JsonWriter writer, string name, ReadOnlySpan<string> flags)
    {
        writer.WriteStartArray(name);
        foreach (string flag in flags)
        {
            writer.WriteStringValue(flag);
        }

        writer.WriteEndArray();
    }
}
