using System;
using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using Kraken.Curves;
using Kraken.Feeder.Json;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Json;
using Kraken.Starknet.Transactions;

namespace Kraken.Feeder.Serving;

/// <summary>Blocks, state updates and what is said of them.</summary>
internal sealed class BlockPaths(FeederBackend backend)
{
    private const string HeaderOnly = "headerOnly";
    private const string FeeMarketInfo = "withFeeMarketInfo";
    private const string FeeProposalInfo = "withFeeProposalInfo";
    private const string IncludeBlock = "includeBlock";

    // This chain has no contract on Ethereum.
    private const string NoEthereumContract = "0x0000000000000000000000000000000000000000";

    internal void Register(Action<string, ImmutableArray<string>, Action<FeederRequest>> add)
    {
        add("/feeder_gateway/get_block", ["blockNumber", "blockHash", HeaderOnly, FeeMarketInfo, FeeProposalInfo], Block);
        add("/feeder_gateway/get_state_update", ["blockNumber", "blockHash", IncludeBlock], StateUpdate);
        add("/feeder_gateway/get_preconfirmed_block", ["blockNumber"], PreConfirmed);
        add("/feeder_gateway/get_signature", ["blockNumber", "blockHash"], Signature);
        add("/feeder_gateway/get_public_key", [], PublicKey);
        add("/feeder_gateway/get_contract_addresses", [], ContractAddresses);
    }

    private void Block(FeederRequest request)
    {
        FeederMoment moment = new(backend.Chain);
        BlockId id = request.Query.Block();
        bool withMarket = request.Query.Flag(FeeMarketInfo);

        // The chain has no oracle whose proposal it could tell.
        _ = request.Query.Flag(FeeProposalInfo);
        Utf8JsonWriter answer = request.Answer;
        answer.WriteStartObject();
        if (request.Query.Flag(HeaderOnly))
        {
            BlockHeader header = moment.Header(id);
            answer.WriteFelt("block_hash", header.Hash);
            answer.WriteNumber("block_number", header.Number);
        }
        else
        {
            Block block = moment.Block(id);
            GatewayBlockJson.WriteMembers(answer, block);
            if (withMarket)
            {
                WriteMarket(answer, moment, block);
            }
        }

        answer.WriteEndObject();
    }

    // The price after a block is what the next one states; after the last one, what it would state now.
    private void WriteMarket(Utf8JsonWriter answer, FeederMoment moment, Block block)
    {
        BlockHeader next = block.Header.Number < moment.Head.Number
            ? moment.Header(new BlockId.ByNumber(block.Header.Number + 1))
            : backend.Chain.HeaderAfter(block.Header);
        answer.WriteNumber("l2_gas_consumed", block.Receipts.Aggregate(0UL, (sum, receipt) => sum + receipt.Gas.L2Gas));
        answer.WriteFelt("next_l2_gas_price", next.GasPrices.L2Gas.InFri);
    }

    private void StateUpdate(FeederRequest request)
    {
        FeederMoment moment = new(backend.Chain);
        BlockId id = request.Query.Block();
        Utf8JsonWriter answer = request.Answer;
        if (!request.Query.Flag(IncludeBlock))
        {
            WriteUpdate(answer, moment, moment.Header(id));
            return;
        }

        Block block = moment.Block(id);
        answer.WriteStartObject();
        answer.WriteStartObject("block");
        GatewayBlockJson.WriteMembers(answer, block);
        answer.WriteEndObject();
        answer.WritePropertyName("state_update");
        WriteUpdate(answer, moment, block.Header);
        answer.WriteEndObject();
    }

    private static void WriteUpdate(Utf8JsonWriter answer, FeederMoment moment, BlockHeader header) =>
        GatewayStateJson.WriteUpdate(answer, header, moment.RootBefore(header), moment.Diff(header));

    // What was executed has receipts; of the changes the node keeps the sum, which stands at the last. What is chosen has neither.
    private void PreConfirmed(FeederRequest request)
    {
        FeederMoment moment = new(backend.Chain);
        if (request.Query.Block() is not BlockId.ByNumber { Number: var number } || number != moment.Head.Number + 1)
        {
            throw new FeederException(
                FeederErrorCode.BlockNotFound, $"Block number {moment.Head.Number + 1} is being built, and no other.");
        }

        PreConfirmedBlock proposal = moment.Proposal;
        ImmutableArray<Transaction> executed = proposal.Block.Transactions;
        Transaction[] chosen = Chosen(proposal);
        Utf8JsonWriter answer = request.Answer;
        answer.WriteStartObject();
        answer.WriteString("status", ReceiptJson.FinalityWord(BlockStatus.PreConfirmed));
        GatewayBlockJson.WriteContext(answer, proposal.Block.Header);
        answer.WriteStartArray("transactions");
        foreach (Transaction transaction in executed.Concat(chosen))
        {
            GatewayTransactionJson.Write(answer, transaction);
        }

        answer.WriteEndArray();
        WriteEach(answer, "transaction_receipts", executed.Length, chosen.Length, index =>
            GatewayReceiptJson.Write(answer, proposal.Block.Receipts[index], executed[index], index));
        WriteEach(answer, "transaction_state_diffs", executed.Length, chosen.Length, index =>
            GatewayStateJson.WriteDiff(answer, index == executed.Length - 1 ? proposal.Diff : StateDiff.Empty));
        answer.WriteEndObject();
    }

    private Transaction[] Chosen(PreConfirmedBlock proposal)
    {
        if (backend.Submitter is not { } submitter)
        {
            return [];
        }

        Felt[] executed = [.. proposal.Block.Transactions.Select(transaction => transaction.Hash)];
        return [.. backend.Chain.Candidates.Except(executed).Select(hash => submitter.FindPending(hash)).OfType<Transaction>()];
    }

    private static void WriteEach(Utf8JsonWriter answer, string name, int written, int missing, Action<int> write)
    {
        answer.WriteStartArray(name);
        for (int i = 0; i < written; i++)
        {
            write(i);
        }

        for (int i = 0; i < missing; i++)
        {
            answer.WriteNullValue();
        }

        answer.WriteEndArray();
    }

    private void Signature(FeederRequest request)
    {
        BlockHeader header = new FeederMoment(backend.Chain).Header(request.Query.Block());
        EcdsaSignature signature = Signer.Sign(header.Hash);
        Utf8JsonWriter answer = request.Answer;
        answer.WriteStartObject();
        answer.WriteFelt("block_hash", header.Hash);
        answer.WriteFelts("signature", [signature.R, signature.S]);
        answer.WriteEndObject();
    }

    private void PublicKey(FeederRequest request) => request.Answer.WriteFeltValue(Signer.PublicKey);

    private void ContractAddresses(FeederRequest request)
    {
        Utf8JsonWriter answer = request.Answer;
        answer.WriteStartObject();
        answer.WriteString("Starknet", NoEthereumContract);
        answer.WriteString("GpsStatementVerifier", NoEthereumContract);
        if (backend.FeeToken is { } token)
        {
            answer.WriteFelt("strk_l2_token_address", token);
        }

        answer.WriteEndObject();
    }

    private BlockSigner Signer => backend.Signer
        ?? throw new FeederException(FeederErrorCode.Unsupported, "This node signs no blocks: see their commit certificates.");
}
