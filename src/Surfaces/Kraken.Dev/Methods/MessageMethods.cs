using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Text.Json;
using System.Threading;
using Kraken.Dev.Chain;
using Kraken.Dev.Messages;
using Kraken.Fields;
using Kraken.Rpc.Client;
using Kraken.Rpc.Methods;
using Kraken.Rpc.Protocol;
using Kraken.Serialization.Json;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Json;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Dev.Methods;

/// <summary>Messages to and from L1 by hand, and by an L1 that the chain plays itself.</summary>
internal sealed class MessageMethods(DevChain chain, Postman postman)
{
    private const string Mock = "mock";
    private const int MaxUrlLength = 1024;

    // Where the messaging contract of the L1 stands that is played: the first that a fresh development node of L1 deploys.
    private const string MockContract = "0x5fbdb2315678afecb367f032d93f642f64180aa3";

    private static readonly ImmutableArray<string> MessageFields =
    [
        "l1_transaction_hash", "l2_contract_address", "entry_point_selector", "l1_contract_address", "payload", "paid_fee_on_l1", "nonce",
    ];

    internal ImmutableArray<RpcMethod> All =>
    [
        DevMethod.Of("devnet_postmanLoad", ["network_url", "messaging_contract_address", "deployer_account_private_key"], Load),
        DevMethod.Of("devnet_postmanFlush", ["dry_run"], Flush),
        DevMethod.Of("devnet_postmanSendMessageToL2", MessageFields, SendToL2),
        DevMethod.Of("devnet_postmanConsumeMessageFromL2", ["from_address", "to_address", "payload"], ConsumeFromL2),
        DevMethod.Of("starknet_getMessagesStatus", ["transaction_hash"], Status),
    ];

    private void Load(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        if (call.Get("network_url", static node => node.Text(MaxUrlLength)) != Mock)
        {
            throw new RpcFailureException(new RpcError(
                DevMethod.Wildcard, $"network_url: expected '{Mock}', the L1 that this chain plays itself; it speaks to no other"));
        }

        postman.IsLoaded = true;
        result.WriteStartObject();
        result.WriteString("messaging_contract_address", MockContract);
        result.WriteEndObject();
    }

    private void Flush(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        bool isDry = call.Flag("dry_run");
        if (!isDry && !postman.IsLoaded)
        {
            throw new RpcFailureException(new RpcError(
                DevMethod.Wildcard, "Messaging error: no L1 is loaded: call devnet_postmanLoad first, or flush with dry_run"));
        }

        result.WriteStartObject();
        result.WriteStartArray("messages_to_l1");
        foreach (MessageToL1 message in postman.Flush(isDry))
        {
            result.WriteStartObject();
            result.WriteFelt("from_address", message.FromAddress);
            result.WriteFelt("to_address", message.ToAddress);
            result.WriteStartArray("payload");
            foreach (Felt felt in message.Payload)
            {
                result.WriteFeltValue(felt);
            }

            result.WriteEndArray();
            result.WriteEndObject();
        }

        result.WriteEndArray();

        // Nobody sends messages on an L1 that is played: they come by devnet_postmanSendMessageToL2.
        result.WriteStartArray("messages_to_l2");
        result.WriteEndArray();
        result.WriteStartArray("generated_l2_transactions");
        result.WriteEndArray();
        result.WriteString("l1_provider", isDry ? "dry run" : Mock);
        result.WriteEndObject();
    }

    private void SendToL2(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        Felt sender = call.Get("l1_contract_address", L1Values.ReadAddress);
        ImmutableArray<Felt> payload = call.Get("payload", static node => node.Felts(TransactionLimits.MaxFelts));
        UInt128 paid = call.Get("paid_fee_on_l1", static node => node.HexUInt128());
        string? l1Transaction = call.GetOptional("l1_transaction_hash", null, L1Values.ReadTransactionHash);
        L1HandlerTransaction unhashed = new()
        {
            ContractAddress = call.Get("l2_contract_address", static node => node.Felt()),
            EntryPointSelector = call.Get("entry_point_selector", static node => node.Felt()),
            Calldata = [sender, .. payload],
            Nonce = call.Get("nonce", static node => node.Felt()),
        };
        L1HandlerTransaction message = (L1HandlerTransaction)unhashed.WithHash(chain.Rules.Chain.ChainId);
        if (chain.ReadNext(state => state.ClassHashAt(message.ContractAddress)).IsZero)
        {
            throw new RpcFailureException(new RpcError(RpcErrorCode.ContractNotFound, "Contract not found"));
        }

        SubmissionError? error = chain.Submit(message, paid, writer => Write(writer, message, paid, l1Transaction), cancellation);
        if (error is not null)
        {
            throw new RpcFailureException(new RpcError(DevMethod.Wildcard, error.Message));
        }

        if (l1Transaction is not null)
        {
            postman.Received(Canonical(l1Transaction), message.Hash);
        }

        result.WriteStartObject();
        result.WriteFelt("transaction_hash", message.Hash);
        result.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, L1HandlerTransaction message, UInt128 paid, string? l1Transaction)
    {
        writer.WriteFelt("l2_contract_address", message.ContractAddress);
        writer.WriteFelt("entry_point_selector", message.EntryPointSelector);
        writer.WriteFelt("l1_contract_address", message.Calldata[0]);
        writer.WriteStartArray("payload");
        foreach (Felt felt in message.Calldata.AsSpan()[1..])
        {
            writer.WriteFeltValue(felt);
        }

        writer.WriteEndArray();
        writer.WriteFelt("paid_fee_on_l1", paid);
        writer.WriteFelt("nonce", message.Nonce);
        if (l1Transaction is not null)
        {
            writer.WriteString("l1_transaction_hash", l1Transaction);
        }
    }

    private void ConsumeFromL2(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        MessageToL1 message = new(
            call.Get("from_address", static node => node.Felt()),
            call.Get("to_address", L1Values.ReadAddress),
            call.Get("payload", static node => node.Felts(TransactionLimits.MaxFelts)));
        string hash;
        try
        {
            hash = postman.Consume(message);
        }
        catch (DevRefusalException refusal)
        {
            throw new RpcFailureException(new RpcError(DevMethod.Wildcard, $"Messaging error: {refusal.Message}"));
        }

        result.WriteStartObject();
        result.WriteString("message_hash", hash);
        result.WriteEndObject();
    }

    private void Status(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        IReadOnlyList<Felt> handlers = postman.HandlersOf(Canonical(call.Get("transaction_hash", L1Values.ReadTransactionHash)))
            ?? throw new RpcFailureException(new RpcError(RpcErrorCode.TransactionHashNotFound, "Transaction hash not found"));
        result.WriteStartArray();
        foreach (Felt hash in handlers)
        {
            // One whose block was taken back is not told any more.
            if (chain.ReceiptOf(hash) is { } receipt)
            {
                result.WriteStartObject();
                result.WriteFelt("transaction_hash", receipt.TransactionHash);
                TransactionStatusJson.WriteMembers(result, chain.FinalityOf(hash), receipt);
                result.WriteEndObject();
            }
        }

        result.WriteEndArray();
    }

    // The digits without leading zeros: one number in one text.
    private static string Canonical(string hash) => hash[2..].TrimStart('0').ToLowerInvariant();
}
