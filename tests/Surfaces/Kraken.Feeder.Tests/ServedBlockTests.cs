using System.Linq;
using System.Text.Json;
using Kraken.Curves;
using Kraken.Feeder.Client;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Feeder.Tests;

public sealed class ServedBlockTests
{
    private readonly Gateway gateway = new();

    [Fact]
    public void EveryBlockHasTheFormThatReadersWantAndHoldsItsHashes()
    {
        foreach (Block block in gateway.Chain.Blocks)
        {
            ulong number = block.Header.Number;
            JsonElement answer = gateway.Ask($"get_state_update?blockNumber={number}&includeBlock=true");
            JsonShape.Members(answer, ["block", "state_update"]);
            JsonShape.Block(answer.GetProperty("block"));
            JsonShape.StateUpdate(answer.GetProperty("state_update"));
            Assert.True(
                JsonDecoding.TryDecode(answer, node => FeederClient.ReadBlock(node, number), out FeederBlock? read, out DecodeError? error),
                error?.ToString());
            Assert.Equal(block.Header, read.Block.Header);
            Assert.Equal(block.Header.Hash, BlockHash.Compute(read.Block.Header));
            Assert.Equal(
                block.Header.Commitments, ContentCommitments.Compute(read.Block.Transactions, read.Block.Receipts, read.Diff));
            Assert.All(read.Block.Transactions, item => Assert.Equal(item.Hash, item.WithHash(gateway.Chain.ChainId).Hash));
            Assert.Equal(number == 0 ? Felt.Zero : gateway.Chain.Blocks[(int)number - 1].Header.StateRoot, read.OldRoot);
        }
    }

    [Fact]
    public void BlocksAreFoundByNumberByHashAndAsTheLatest()
    {
        Block block = gateway.Chain.Blocks[5];
        JsonElement byNumber = gateway.Ask("get_block?blockNumber=5");
        JsonShape.Block(byNumber);
        Assert.Equal(byNumber.GetRawText(), gateway.Ask($"get_block?blockHash={block.Header.Hash}").GetRawText());
        Assert.Equal(gateway.Ask("get_block?blockNumber=27").GetRawText(), gateway.Ask("get_block?blockNumber=latest").GetRawText());

        // No block is closed without a hash, so that the block that waits for one is none.
        Assert.Equal(gateway.Ask("get_block?blockNumber=27").GetRawText(), gateway.Ask("get_block?blockNumber=pending").GetRawText());
        JsonElement head = gateway.Ask("get_block?blockNumber=latest&headerOnly=true");
        JsonShape.Members(head, ["block_hash", "block_number"]);
        Assert.Equal(27, head.GetProperty("block_number").GetInt32());
        JsonShape.StateUpdate(gateway.Ask($"get_state_update?blockHash={block.Header.Hash}"));
    }

    [Fact]
    public void TheFeeMarketIsToldWhereItIsAskedFor()
    {
        JsonElement block = gateway.Ask("get_block?blockNumber=5&withFeeMarketInfo=true&withFeeProposalInfo=true");
        JsonShape.Block(block, "l2_gas_consumed", "next_l2_gas_price");
        Assert.Equal(gateway.Chain.Blocks[5].Receipts.Single().Gas.L2Gas, block.GetProperty("l2_gas_consumed").GetUInt64());
        JsonShape.Block(gateway.Ask("get_block?blockNumber=latest&withFeeMarketInfo=true"), "l2_gas_consumed", "next_l2_gas_price");
    }

    [Fact]
    public void ABlockThatIsBeingAppendedDoesNotExist()
    {
        gateway.Chain.Head = 9;
        Assert.Equal(FeederErrorCode.BlockNotFound, gateway.Refusal("get_block?blockNumber=10"));
        Assert.Equal(FeederErrorCode.BlockNotFound, gateway.Refusal($"get_block?blockHash={gateway.Chain.Blocks[10].Header.Hash}"));
        Felt hash = gateway.Chain.Blocks[10].Transactions[0].Hash;
        Assert.Equal("NOT_RECEIVED", gateway.Ask($"get_transaction_status?transactionHash={hash}").GetProperty("tx_status").GetString());
    }

    [Theory]
    [InlineData("get_block")]
    [InlineData("get_block?blockNumber=")]
    [InlineData("get_block?blockNumber=-1")]
    [InlineData("get_block?blockNumber=0x1")]
    [InlineData("get_block?blockNumber=99999999999999999999")]
    [InlineData("get_block?blockNumber=pre_confirmed")]
    [InlineData("get_block?blockHash=1")]
    [InlineData("get_block?blockHash=0x800000000000011000000000000000000000000000000000000000000000001")]
    [InlineData("get_block?blockNumber=1&blockHash=0x1")]
    [InlineData("get_block?blockNumber=1&blockNumber=1")]
    [InlineData("get_block?blockNumber=1&headerOnly=yes")]
    [InlineData("get_block?blockNumber=1&other=1")]
    [InlineData("get_public_key?blockNumber=1")]
    [InlineData("get_class_by_hash?blockNumber=1")]
    [InlineData("get_transaction?transactionHash=%ff")]
    public void WhatIsNoQuestionIsRefused(string question) =>
        Assert.Equal(FeederErrorCode.MalformedRequest, gateway.Refusal(question));

    [Fact]
    public void AQueryHasABound()
    {
        FeederLimits limits = new();
        const string Question = "?blockHash=0x1&";
        string longest = Question + new string('&', limits.MaxQueryBytes - Question.Length);
        Assert.Equal(FeederErrorCode.BlockNotFound, gateway.Refusal($"get_block{longest}"));
        Assert.Equal(FeederErrorCode.MalformedRequest, gateway.Refusal($"get_block{longest}&"));
    }

    [Fact]
    public void SignaturesAreOfTheBlockHash()
    {
        JsonElement answer = gateway.Ask("get_signature?blockNumber=7");
        JsonShape.Members(answer, ["block_hash", "signature"]);
        Felt hash = Felt.Parse(answer.GetProperty("block_hash").GetString()!);
        Assert.Equal(gateway.Chain.Blocks[7].Header.Hash, hash);
        Felt[] signature = [.. answer.GetProperty("signature").EnumerateArray().Select(item => Felt.Parse(item.GetString()!))];
        Felt key = Felt.Parse(gateway.Ask("get_public_key").GetString()!);
        Assert.True(BlockSigner.Verify(key, hash, new EcdsaSignature(signature[0], signature[1])));
        Assert.NotEqual(BlockSigner.FromSecret("others"u8).PublicKey, key);
        JsonElement addresses = gateway.Ask("get_contract_addresses");
        JsonShape.Members(addresses, ["Starknet", "GpsStatementVerifier", "strk_l2_token_address"]);
        Assert.Equal(42, addresses.GetProperty("Starknet").GetString()!.Length);
    }

    [Fact]
    public void ClassesAreThoseOfTheirBlock()
    {
        Felt declared = ChainContracts.Account.ClassHash;
        JsonElement sierra = gateway.Ask($"get_class_by_hash?classHash={declared}&blockNumber=latest");
        JsonShape.Members(sierra, ["sierra_program", "contract_class_version", "entry_points_by_type", "abi"]);
        Assert.Equal(sierra.GetRawText(), gateway.Ask($"get_class_by_hash?classHash={declared}").GetRawText());
        JsonElement casm = gateway.Ask($"get_compiled_class_by_class_hash?classHash={declared}&blockNumber=5");
        Assert.True(casm.GetProperty("bytecode").GetArrayLength() > 0);
        Assert.Equal(FeederErrorCode.UndeclaredClass, gateway.Refusal("get_class_by_hash?classHash=0x1"));
        Assert.Equal(FeederErrorCode.BlockNotFound, gateway.Refusal($"get_class_by_hash?classHash={declared}&blockNumber=99"));

        // Whether a class was declared then is known where the state is held.
        gateway.Chain.Oldest = 6;
        Assert.Equal(FeederErrorCode.BlockNotFound, gateway.Refusal($"get_class_by_hash?classHash={declared}&blockNumber=5"));
        gateway.Ask($"get_class_by_hash?classHash={declared}&blockNumber=6");
    }

    [Fact]
    public void TheBlockBeingBuiltShowsWhatIsExecutedAndWhatIsChosen()
    {
        gateway.Chain.Head = 9;
        JsonElement empty = gateway.Ask("get_preconfirmed_block?blockNumber=10");
        JsonShape.PreConfirmed(empty);
        Assert.Equal(0, empty.GetProperty("transactions").GetArrayLength());
        Block proposal = gateway.Chain.Blocks[10];
        gateway.Chain.PreConfirmed = new(proposal, gateway.Chain.StateDiffAt(10)!);
        AccountTransaction chosen = (AccountTransaction)gateway.Chain.Blocks[11].Transactions[0];
        gateway.Submitter.Taken.Enqueue(new(chosen));
        gateway.Chain.Candidates = [proposal.Transactions[0].Hash, chosen.Hash];
        JsonElement shown = gateway.Ask("get_preconfirmed_block?blockNumber=10");
        JsonShape.PreConfirmed(shown);
        Assert.Equal("PRE_CONFIRMED", shown.GetProperty("status").GetString());
        Assert.Equal(
            [proposal.Transactions[0].Hash.ToString(), chosen.Hash.ToString()],
            shown.GetProperty("transactions").EnumerateArray().Select(item => item.GetProperty("transaction_hash").GetString()));
        JsonElement diffs = shown.GetProperty("transaction_state_diffs");
        JsonShape.StateDiff(diffs[0]);
        Assert.NotEmpty(diffs[0].GetProperty("nonces").EnumerateObject());
        Assert.Equal(JsonValueKind.Null, diffs[1].ValueKind);
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("transaction_receipts")[1].ValueKind);
        Assert.Equal(FeederErrorCode.BlockNotFound, gateway.Refusal("get_preconfirmed_block?blockNumber=9"));
        Assert.Equal(FeederErrorCode.BlockNotFound, gateway.Refusal("get_preconfirmed_block?blockNumber=11"));
        gateway.Chain.Candidates = [];
        gateway.Chain.Replace(9);
        Assert.Equal(0, gateway.Ask("get_preconfirmed_block?blockNumber=10").GetProperty("transactions").GetArrayLength());
    }

    [Fact]
    public void MessagesOfBothWaysAndRevertsHaveTheirForm()
    {
        L1HandlerTransaction handler = new()
        {
            Hash = 0x77, Nonce = 4, ContractAddress = 0x500, EntryPointSelector = 0x600, Calldata = [0xabc, 1, 2],
        };
        TransactionReceipt receipt = new()
        {
            TransactionHash = 0x77, Type = TransactionType.L1Handler, ActualFee = new(0, FeeUnit.Wei), Gas = new(1, 2, 3),
            Messages = [new(0x500, 0xdef, [5])], MessageHash = L1MessageHash.Compute(handler), RevertReason = "no \"reason\"",
        };
        gateway.Chain.Head = 9;
        BlockHeader next = gateway.Chain.HeaderAfter(gateway.Chain.Blocks[9].Header);
        gateway.Chain.PreConfirmed = new(new Block(next, [handler], [receipt]), StateDiff.Empty);
        JsonElement shown = gateway.Ask("get_preconfirmed_block?blockNumber=10");
        JsonShape.PreConfirmed(shown);
        JsonElement written = shown.GetProperty("transaction_receipts")[0];
        Assert.Equal("no \"reason\"", written.GetProperty("revert_error").GetString());
        JsonElement consumed = written.GetProperty("l1_to_l2_consumed_message");
        JsonShape.Members(consumed, ["from_address", "to_address", "selector", "payload", "nonce"]);
        Assert.Equal($"0x{new string('0', 37)}abc", consumed.GetProperty("from_address").GetString());
        Assert.Equal(2, consumed.GetProperty("payload").GetArrayLength());
        Assert.Equal($"0x{new string('0', 37)}def", written.GetProperty("l2_to_l1_messages")[0].GetProperty("to_address").GetString());
        TransactionReceipt? read = null;
        Assert.True(JsonDecoding.TryDecode(
            written, node => Json.GatewayReceiptJson.Read(node, handler), out read, out DecodeError? error), error?.ToString());
        Assert.Equal(
            ContentCommitments.OfReceipts([receipt]), ContentCommitments.OfReceipts([read]));
        Assert.Equal(receipt.MessageHash, read.MessageHash.AsEnumerable());
        Assert.Equal(FeeUnit.Wei, read.ActualFee.Unit);
    }
}
