using System;
using System.Globalization;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.L1;
using Kraken.Serialization.Json;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Json;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Dev.Tests;

/// <summary>Messages from and to L1, by a contract that takes and sends them.</summary>
public sealed class MessageTests
{
    // The cell that the handler writes: from_l1 as a short string.
    private const string FromL1 = "0x66726f6d5f6c31";

    private static readonly SierraClass Contract = Read();
    private static readonly Felt Address = ContractAddresses.Compute(Felt.Zero, 3, ClassHash.Compute(Contract), []);

    [Fact]
    public async Task AMessageFromL1IsATransactionOfItsBlock()
    {
        await using DevFixture dev = await StartAsync(BlockGeneration.OnTransaction);
        ulong before = await dev.HeightAsync();
        JsonElement sent = await dev.CallAsync("devnet_postmanSendMessageToL2", Message(value: 30, nonce: 0, "0xabc"));
        string hash = sent.GetProperty("transaction_hash").GetString()!;
        Assert.Equal(before + 1, await dev.HeightAsync());
        JsonElement transaction = await dev.CallAsync("starknet_getTransactionByHash", $$"""{"transaction_hash":"{{hash}}"}""");
        Assert.Equal("L1_HANDLER", transaction.GetProperty("type").GetString());
        JsonElement receipt = await dev.ReceiptAsync(hash);
        Assert.Equal("SUCCEEDED", receipt.GetProperty("execution_status").GetString());
        Assert.Equal("0x0", receipt.GetProperty("actual_fee").GetProperty("amount").GetString());
        Assert.Equal("0x25", await CellAsync(dev));
        JsonElement traces = await dev.CallAsync("starknet_traceBlockTransactions", """{"block_id":"latest"}""");
        Assert.Equal("L1_HANDLER", traces[0].GetProperty("trace_root").GetProperty("type").GetString());
        JsonElement status = await dev.CallAsync("starknet_getMessagesStatus", """{"transaction_hash":"0x00ABC"}""");
        Assert.Equal(hash, status[0].GetProperty("transaction_hash").GetString());
        Assert.Equal(29, (await dev.RefusedAsync("starknet_getMessagesStatus", """{"transaction_hash":"0xabd"}""")).Code);
        Assert.Equal(-1, (await dev.RefusedAsync("devnet_postmanSendMessageToL2", Message(30, 0))).Code);
        Assert.Equal(before + 1, await dev.HeightAsync());
    }

    [Fact]
    public async Task AMessageThatFailsIsRevertedAndOneToNobodyIsRefused()
    {
        await using DevFixture dev = await StartAsync(BlockGeneration.OnTransaction);
        string unknown = Message(1, 1).Replace(Address.ToString(), "0x123456", StringComparison.Ordinal);
        Assert.Equal(20, (await dev.RefusedAsync("devnet_postmanSendMessageToL2", unknown)).Code);
        Assert.Equal(-1, (await dev.RefusedAsync("devnet_postmanSendMessageToL2", Message(1, 1, paid: "0x0"))).Code);
        string noHandler = Message(1, 1).Replace(Selector.FromName("handle").ToString(), "0x99", StringComparison.Ordinal);
        JsonElement sent = await dev.CallAsync("devnet_postmanSendMessageToL2", noHandler);
        JsonElement receipt = await dev.ReceiptAsync(sent.GetProperty("transaction_hash").GetString()!);
        Assert.Equal("REVERTED", receipt.GetProperty("execution_status").GetString());
    }

    [Fact]
    public async Task TheEstimateOfAMessageIsWhatItTakes()
    {
        await using DevFixture dev = await StartAsync(BlockGeneration.OnTransaction);
        JsonElement estimate = await dev.CallAsync("starknet_estimateMessageFee", Estimated(Address, "handle"));
        JsonElement sent = await dev.CallAsync("devnet_postmanSendMessageToL2", Message(value: 30, nonce: 0));
        JsonElement used = (await dev.ReceiptAsync(sent.GetProperty("transaction_hash").GetString()!)).GetProperty("execution_resources");
        ulong fee = 0;
        foreach (string gas in (string[])["l1_gas", "l1_data_gas", "l2_gas"])
        {
            ulong consumed = Number(estimate.GetProperty($"{gas}_consumed"));
            Assert.Equal(used.GetProperty(gas).GetUInt64(), consumed);
            fee += consumed * Number(estimate.GetProperty($"{gas}_price"));
        }

        Assert.Equal((fee, "WEI"), (Number(estimate.GetProperty("overall_fee")), estimate.GetProperty("unit").GetString()));
        Assert.Equal(20, (await dev.RefusedAsync("starknet_estimateMessageFee", Estimated(0x123456, "handle"))).Code);
        Assert.Equal(40, (await dev.RefusedAsync("starknet_estimateMessageFee", Estimated(Address, "nobody"))).Code);
    }

    [Fact]
    public async Task AMessageWaitsInTheBlockBeingBuilt()
    {
        await using DevFixture dev = await StartAsync(BlockGeneration.OnDemand);
        await dev.CallAsync("devnet_createBlock");
        ulong before = await dev.HeightAsync();
        await dev.CallAsync("devnet_postmanSendMessageToL2", Message(1, 1));
        await dev.TransferAsync(1, 0);
        Assert.Equal(before, await dev.HeightAsync());

        // With the transaction behind it; the block of the new time is the next.
        await dev.CallAsync("devnet_setTime", """{"time":1900000000}""");
        JsonElement block = await dev.BlockAsync(before + 1);
        Assert.Equal(2, block.GetProperty("transactions").GetArrayLength());
        Assert.Equal("0x8", await CellAsync(dev));
    }

    [Fact]
    public async Task MessagesToL1AreConsumedAsOftenAsTheyWereSent()
    {
        await using DevFixture dev = await StartAsync(BlockGeneration.OnTransaction);
        await SendToL1Async(dev, 1);
        string snapshot = (await dev.CallAsync("kraken_snapshot")).GetProperty("snapshot_id").GetString()!;
        await SendToL1Async(dev, 2);
        string message = $$"""{"from_address":"{{Address}}","to_address":"0x77","payload":["0x5","0x6"]}""";
        JsonElement consumed = await dev.CallAsync("devnet_postmanConsumeMessageFromL2", message);
        Assert.Equal(
            MessageToL1Hash.Compute(new MessageToL1(Address, 0x77, [5, 6])), consumed.GetProperty("message_hash").GetString());
        await dev.CallAsync("kraken_revert", $$"""{"snapshot_id":"{{snapshot}}"}""");
        Assert.Equal(-1, (await dev.RefusedAsync("devnet_postmanConsumeMessageFromL2", message)).Code);
        await SendToL1Async(dev, 2);
        await dev.CallAsync("devnet_postmanConsumeMessageFromL2", message);
        Assert.Equal(-1, (await dev.RefusedAsync("devnet_postmanConsumeMessageFromL2", message)).Code);
    }

    [Fact]
    public async Task AFlushGivesWhatWasSentSinceTheLast()
    {
        await using DevFixture dev = await StartAsync(BlockGeneration.OnTransaction);
        Assert.Equal(-1, (await dev.RefusedAsync("devnet_postmanFlush")).Code);
        Assert.Equal(-1, (await dev.RefusedAsync("devnet_postmanLoad", """{"network_url":"http://127.0.0.1:8545"}""")).Code);
        await dev.CallAsync("devnet_postmanLoad", """{"network_url":"mock"}""");
        const string Contract = "0x5fbdb2315678afecb367f032d93f642f64180aa3";
        await dev.CallAsync("devnet_postmanLoad", $$"""{"network_url":"mock","address":"{{Contract}}"}""");
        (_, string message) = await dev.RefusedAsync("devnet_postmanLoad", """{"network_url":"mock","address":"0x5"}""");
        Assert.StartsWith("messaging_contract_address: expected 0x and 40", message, StringComparison.Ordinal);
        (_, message) = await dev.RefusedAsync(
            "devnet_postmanLoad", $$"""{"network_url":"mock","address":"{{Contract}}","messaging_contract_address":"{{Contract}}"}""");
        Assert.EndsWith("got both", message, StringComparison.Ordinal);
        await SendToL1Async(dev, 1);
        Assert.Equal((1, "dry run"), await FlushAsync(dev, """{"dry_run":true}"""));
        Assert.Equal((1, "mock"), await FlushAsync(dev, "{}"));
        Assert.Equal((0, "mock"), await FlushAsync(dev, "{}"));
        await SendToL1Async(dev, 2);
        Assert.Equal((1, "mock"), await FlushAsync(dev, "{}"));
    }

    // Computed with @noble/hashes 1.6: Keccak-256 of sender, receiver, 3, 0, 1, 1000, each as 32 bytes.
    [Fact]
    public void TheHashIsThatOfL1()
    {
        Felt sender = Felt.Parse("0x00285ddb7e5c777b310d806b9b2a0f7c7ba0a41f12b420219209d97a3b7f25b2");
        Felt receiver = Felt.Parse("0xe7f1725e7734ce288f8367e1bb143e90bb3f0512");
        Assert.Equal(
            "0x089527d25d0a98da5ae7dc8fa0358b9695930dd59e81baf93aa40d679c672357",
            MessageToL1Hash.Compute(new MessageToL1(sender, receiver, [0, 1, 1000])));
    }

    private static async Task<DevFixture> StartAsync(BlockGeneration generation)
    {
        DevFixture dev = await DevFixture.StartAsync(new DevOptions { Classes = [Contract], BlockGeneration = generation });
        await dev.CallAsync("starknet_addInvokeTransaction", DevFixture.Invoke(
            DevFixture.Accounts[0].Address,
            DevFixture.Accounts[0].PrivateKey!.Value,
            0,
            [1, WellKnownAddresses.UniversalDeployer, Selector.FromName("deploy_contract"), 4, ClassHash.Compute(Contract), 3, 0, 0]));
        return dev;
    }

    private static async Task SendToL1Async(DevFixture dev, ulong nonce) =>
        await dev.CallAsync("starknet_addInvokeTransaction", DevFixture.Invoke(
            DevFixture.Accounts[0].Address,
            DevFixture.Accounts[0].PrivateKey!.Value,
            nonce,
            [1, Address, Selector.FromName("l1_message"), 4, 0x77, 2, 5, 6]));

    private static async Task<(int Messages, string? Provider)> FlushAsync(DevFixture dev, string parameters)
    {
        JsonElement flushed = await dev.CallAsync("devnet_postmanFlush", parameters);
        return (flushed.GetProperty("messages_to_l1").GetArrayLength(), flushed.GetProperty("l1_provider").GetString());
    }

    private static async Task<string?> CellAsync(DevFixture dev) => (await dev.CallAsync(
        "starknet_getStorageAt", $$"""{"contract_address":"{{Address}}","key":"{{FromL1}}","block_id":"latest"}""")).GetString();

    // The handler writes the sum of value and sender, which is 7.
    private static string Message(ulong value, ulong nonce, string? l1Transaction = null, string paid = "0x123456abcdef")
    {
        string more = l1Transaction is null ? string.Empty : $""","l1_transaction_hash":"{l1Transaction}" """;
        return $$"""
            {"l2_contract_address":"{{Address}}","entry_point_selector":"{{Selector.FromName("handle")}}","l1_contract_address":"0x7",
            "payload":["{{(Felt)value}}"],"paid_fee_on_l1":"{{paid}}","nonce":"{{(Felt)nonce}}"{{more}}}
            """;
    }

    private static SierraClass Read()
    {
        byte[] json = File.ReadAllBytes(
            Path.Combine(SharedData.Folder, "cairo", "own-contracts", "pairs_2_19_4", "syscalls.sierra.json"));
        Assert.True(SierraClassJson.TryDecode(json, out SierraClass? sierra, out DecodeError? error), error?.ToString());
        return sierra!;
    }

    private static string Estimated(Felt receiver, string handler) => $$$"""
        {"block_id":"latest","message":{"from_address":"0x7","to_address":"{{{receiver}}}",
         "entry_point_selector":"{{{Selector.FromName(handler)}}}","payload":["0x1e"]}}
        """;

    private static ulong Number(JsonElement hexadecimal) =>
        ulong.Parse(hexadecimal.GetString()![2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
