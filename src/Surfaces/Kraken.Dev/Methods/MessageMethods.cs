using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Text.Json;
using System.Threading;
using Kraken.Dev.Chain;
using Kraken.Dev.Messages;
using Kraken.Fields;
using Kraken.L1;
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
    private const int MaxAddressLength = 42;
    private const string ContractField = "messaging_contract_address";

    // What starknet-devnet takes as well for the same.
    private const string ContractAlias = "address";
    private const int MaxKeyLength = 128;

    // Where the messaging contract of the L1 stands that is played: the first that a fresh development node of L1 deploys.
    private const string MockContract = "0x5fbdb2315678afecb367f032d93f642f64180aa3";

    private static readonly ImmutableArray<string> MessageFields =
    [
        "l1_transaction_hash", "l2_contract_address", "entry_point_selector", "l1_contract_address", "payload", "paid_fee_on_l1", "nonce",
    ];

    private readonly Lock flushing = new();

    internal ImmutableArray<RpcMethod> All =>
    [
        OfMessaging("devnet_postmanLoad", ["network_url", ContractField, "deployer_account_private_key", ContractAlias], Load),
        OfMessaging("devnet_postmanFlush", ["dry_run"], Flush),
        DevMethod.Of("devnet_postmanSendMessageToL2", MessageFields, SendToL2),
        OfMessaging("devnet_postmanConsumeMessageFromL2", ["from_address", "to_address", "payload"], ConsumeFromL2),
        DevMethod.Of("starknet_getMessagesStatus", ["transaction_hash"], Status),
    ];

    // As starknet-devnet tells what went wrong with L1.
    private static RpcMethod OfMessaging(
        string name, ImmutableArray<string> parameters, Action<RpcParameters, Utf8JsonWriter, CancellationToken> handler) =>
        DevMethod.Of(name, parameters, (call, result, cancellation) =>
        {
            try
            {
                handler(call, result, cancellation);
            }
            catch (DevRefusalException refusal)
            {
                throw Refused($"Messaging error: {refusal.Message}");
            }
        });

    private void Load(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        string network = call.Get("network_url", static node => node.Text(L1Limits.MaxUrlLength));
        string? contract = call.GetOptional(ContractField, null, static node => node.Text(MaxAddressLength));
        if (call.GetOptional(ContractAlias, null, static node => node.Text(MaxAddressLength)) is { } alias)
        {
            contract = contract is null ? alias : throw Refused($"{ContractAlias}: expected this or {ContractField}, got both");
        }

        Felt address = default;
        if (contract is not null && !L1Options.TryParseAddress(contract, out address))
        {
            throw Refused($"{ContractField}: expected 0x and 40 hexadecimal digits, got '{contract}'");
        }

        if (call.GetOptional("deployer_account_private_key", null, static node => node.Text(MaxKeyLength)) is not null && network != Mock)
        {
            throw Refused(
                "deployer_account_private_key: expected none, since this chain signs nothing on L1: it sends from the first account that "
                + "the node of L1 signs for");
        }

        postman.Load(network == Mock ? null : L1Link.Open(network, contract is null ? null : address, cancellation));
        result.WriteStartObject();
        result.WriteString(
            "messaging_contract_address", postman.Link is { } link ? L1Options.AddressText(link.Contract) : MockContract);
        result.WriteEndObject();
    }

    private void Flush(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        bool isDry = call.Flag("dry_run");
        if (!isDry && !postman.IsLoaded)
        {
            throw Refused("Messaging error: no L1 is loaded: call devnet_postmanLoad first, or flush with dry_run");
        }

        lock (flushing)
        {
            L1Link? link = isDry ? null : postman.Link;
            ImmutableArray<MessageToL1> sent = postman.Unflushed();
            foreach (MessageToL1 message in sent)
            {
                link?.Send(message, cancellation);
                postman.Flushed(isDry ? 0 : 1);
            }

            // Nobody sends messages on an L1 that is played: they come by devnet_postmanSendMessageToL2.
            ImmutableArray<L1Message> received =
                link?.Fetch(chain.Rules.Chain.ChainId, chain.Rules.Limits.Transaction.MaxCalldataFelts, cancellation) ?? [];
            WriteFlushed(result, sent, received, cancellation);
            result.WriteString("l1_provider", isDry ? "dry run" : link?.Address ?? Mock);
            result.WriteEndObject();
        }
    }

    private void WriteFlushed(
        Utf8JsonWriter result, ImmutableArray<MessageToL1> sent, ImmutableArray<L1Message> received, CancellationToken cancellation)
    {
        result.WriteStartObject();
        result.WriteStartArray("messages_to_l1");
        foreach (MessageToL1 message in sent)
        {
            result.WriteStartObject();
            result.WriteFelt("from_address", message.FromAddress);
            result.WriteFelt("to_address", message.ToAddress);
            result.WriteFelts("payload", message.Payload.AsSpan());
            result.WriteEndObject();
        }

        result.WriteEndArray();
        result.WriteStartArray("messages_to_l2");
        foreach (L1Message message in received)
        {
            result.WriteStartObject();
            Write(result, message.Handler, message.PaidFee, message.Transaction);
            result.WriteEndObject();
        }

        result.WriteEndArray();

        // One that the chain does not take, for a contract that it has not, makes no transaction.
        result.WriteStartArray("generated_l2_transactions");
        foreach (L1Message message in received)
        {
            if (Take(message.Handler, message.PaidFee, message.Transaction, cancellation) is null)
            {
                result.WriteFeltValue(message.Handler.Hash);
            }
        }

        result.WriteEndArray();
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
        if (Take(message, paid, l1Transaction, cancellation) is { } error)
        {
            throw new RpcFailureException(error);
        }

        result.WriteStartObject();
        result.WriteFelt("transaction_hash", message.Hash);
        result.WriteEndObject();
    }

    // Executes it; null when it is in a block.
    private RpcError? Take(L1HandlerTransaction message, UInt128 paid, string? l1Transaction, CancellationToken cancellation)
    {
        if (chain.ReadNext(state => state.ClassHashAt(message.ContractAddress)).IsZero)
        {
            return new RpcError(RpcErrorCode.ContractNotFound, "Contract not found");
        }

        SubmissionError? error = chain.Submit(message, paid, writer => Write(writer, message, paid, l1Transaction), cancellation);
        if (error is null && l1Transaction is not null)
        {
            postman.Received(l1Transaction, message.Hash);
        }

        return error is null ? null : new RpcError(DevMethod.Wildcard, error.Message);
    }

    private static RpcFailureException Refused(string message) => new(new RpcError(DevMethod.Wildcard, message));

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
        result.WriteStartObject();
        result.WriteString("message_hash", postman.Consume(message));
        result.WriteEndObject();
    }

    private void Status(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        IReadOnlyList<Felt> handlers = postman.HandlersOf(call.Get("transaction_hash", L1Values.ReadTransactionHash))
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
}
