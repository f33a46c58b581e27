using System;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Rpc.Protocol;
using Kraken.Serialization.Json;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Json;
using Kraken.Starknet.Transactions;

namespace Kraken.Rpc.Methods;

/// <summary>Transactions from wallets.</summary>
internal sealed class SubmitMethods(IChainReader chain, ITransactionSubmitter? submitter)
{
    internal void Register(RpcMethodTable table)
    {
        if (submitter is null)
        {
            return;
        }

        Add(table, "starknet_addInvokeTransaction", "invoke_transaction", TransactionType.Invoke, (_, _) => { });
        Add(table, "starknet_addDeclareTransaction", "declare_transaction", TransactionType.Declare, (transaction, result) =>
            result.WriteFelt("class_hash", ((DeclareTransaction)transaction).ClassHash));
        Add(table, "starknet_addDeployAccountTransaction", "deploy_account_transaction", TransactionType.DeployAccount, (
            transaction, result) =>
            result.WriteFelt("contract_address", transaction.Sender));
    }

    private void Add(
        RpcMethodTable table,
        string name,
        string parameter,
        TransactionType type,
        Action<Transaction, Utf8JsonWriter> writeMore) =>
        table.Add(name, [parameter], async (call, result, cancellation) =>
        {
            SubmittedTransaction submitted = Read(call, parameter, type);
            await SubmitAsync(submitted, cancellation).ConfigureAwait(false);
            result.WriteStartObject();
            result.WriteFelt("transaction_hash", submitted.Transaction.Hash);
            writeMore(submitted.Transaction, result);
            result.WriteEndObject();
        });

    private SubmittedTransaction Read(RpcParameters call, string parameter, TransactionType type)
    {
        Felt version = call.Get(parameter, node => node["version"].Felt());
        if (version != (Felt)3)
        {
            SubmissionError unknown = new(SubmissionErrorKind.UnsupportedVersion, $"version: expected 0x3, got {version}");
            throw new RpcFailureException(SubmissionErrors.Of(unknown));
        }

        // Other kinds have other members: what it is comes before them.
        call.Get(parameter, node => node["type"].Word([(TransactionJson.TypeWord(type), type)]));
        SubmittedTransaction content = call.Get(parameter, TransactionJson.ReadContent);

        // What is too large costs no hash.
        return submitter!.CheckContent(content) is { } error
            ? throw new RpcFailureException(SubmissionErrors.Of(error))
            : DerivedFields.Compute(content, chain.ChainId);
    }

    private async Task SubmitAsync(SubmittedTransaction submitted, CancellationToken cancellation)
    {
        if (await submitter!.SubmitAsync(submitted, cancellation).ConfigureAwait(false) is { } error)
        {
            throw new RpcFailureException(SubmissionErrors.Of(error));
        }
    }
}
