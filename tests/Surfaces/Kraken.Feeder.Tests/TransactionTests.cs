using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kraken.Rpc.Tests;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Feeder.Tests;

public sealed class TransactionTests
{
    private readonly Gateway gateway = new();

    [Fact]
    public void TransactionsAndReceiptsAreThoseOfTheirBlock()
    {
        Block block = gateway.Chain.Blocks[12];
        string question = $"?transactionHash={block.Transactions[0].Hash}";
        JsonElement known = gateway.Ask($"get_transaction{question}");
        JsonShape.Members(
            known,
            ["status", "finality_status", "execution_status", "block_hash", "block_number", "transaction_index", "transaction"]);
        JsonShape.Transaction(known.GetProperty("transaction"));
        Assert.Equal("ACCEPTED_ON_L2", known.GetProperty("finality_status").GetString());
        Assert.Equal(12, known.GetProperty("block_number").GetInt32());
        JsonElement receipt = gateway.Ask($"get_transaction_receipt{question}");
        Assert.Equal($"0x{block.Receipts[0].ActualFee.Amount:x}", receipt.GetProperty("actual_fee").GetString());
        Assert.Equal(block.Header.Hash.ToString(), receipt.GetProperty("block_hash").GetString());
    }

    [Fact]
    public void AStatusGoesFromUnknownToAccepted()
    {
        gateway.Chain.Head = 9;
        Block proposal = gateway.Chain.Blocks[10];
        AccountTransaction sent = (AccountTransaction)proposal.Transactions[0];
        JsonElement Status() => gateway.Ask($"get_transaction_status?transactionHash={sent.Hash}");
        string[] names = ["tx_status", "finality_status", "execution_status"];
        string[] Words() => [.. names.Select(name => Status().GetProperty(name).GetString() ?? "none")];
        Assert.Equal(["NOT_RECEIVED", "NOT_RECEIVED", "none"], Words());
        gateway.Submitter.Rejections[sent.Hash] = "why";
        Assert.Equal(["REJECTED", "RECEIVED", "REJECTED"], Words());
        Assert.Equal("why", Status().GetProperty("tx_failure_reason").GetProperty("error_message").GetString());
        gateway.Submitter.Taken.Enqueue(new(sent));
        Assert.Equal(["RECEIVED", "RECEIVED", "none"], Words());
        gateway.Chain.Candidates = [sent.Hash];
        Assert.Equal(["CANDIDATE", "RECEIVED", "none"], Words());
        gateway.Chain.PreConfirmed = new(proposal, StateDiff.Empty);
        Assert.Equal(["PRE_CONFIRMED", "RECEIVED", "SUCCEEDED"], Words());
        gateway.Chain.Head = 10;
        Assert.Equal(["ACCEPTED_ON_L2", "ACCEPTED_ON_L2", "SUCCEEDED"], Words());
        Block reverted = gateway.Chain.Blocks.First(block => block.Receipts.Any(receipt => receipt.RevertReason is not null));
        gateway.Chain.Head = 27;
        JsonElement last = gateway.Ask($"get_transaction_status?transactionHash={reverted.Transactions[0].Hash}");
        Assert.Equal(reverted.Receipts[0].RevertReason, last.GetProperty("tx_revert_reason").GetString());
        Assert.Equal("REVERTED", last.GetProperty("execution_status").GetString());
    }

    [Theory]
    [InlineData("invoke_v3", "code", "transaction_hash")]
    [InlineData("declare_v3", "code", "transaction_hash", "class_hash")]
    [InlineData("deploy_account_v3", "code", "transaction_hash", "address")]
    public void GenuineTransactionsAreTaken(string file, params string[] members)
    {
        JsonElement answer = gateway.Add(Genuine(file).ToJsonString());
        JsonShape.Members(answer, members);
        Assert.Equal("TRANSACTION_RECEIVED", answer.GetProperty("code").GetString());
        Assert.True(gateway.Submitter.Taken.TryDequeue(out SubmittedTransaction? taken));
        Assert.Equal(taken.Transaction.Hash.ToString(), answer.GetProperty("transaction_hash").GetString());
        Assert.Equal(taken.Transaction.Hash, taken.Transaction.WithHash(gateway.Chain.ChainId).Hash);
        Assert.Equal(file == "declare_v3", taken.Class is { SierraProgram.Length: > 1000 });
    }

    [Fact]
    public void RefusalsHaveTheGatewaysCodes()
    {
        string body = Genuine("invoke_v3").ToJsonString();
        gateway.Submitter.Refusal = new(SubmissionErrorKind.InvalidNonce, "expected 1, got 0");
        Assert.Equal("StarknetErrorCode.INVALID_TRANSACTION_NONCE", Code(body));
        gateway.Submitter.Refusal = null;
        gateway.Submitter.Malformed = new(SubmissionErrorKind.ClassTooLarge, "expected less");
        Assert.Equal("StarknetErrorCode.CONTRACT_CLASS_OBJECT_SIZE_TOO_LARGE", Code(body));
        gateway.Submitter.Malformed = null;
        Assert.Equal(FeederErrorCode.InvalidTransactionVersion, Code(With("invoke_v3", "version", "0x1")));
        Assert.Equal(FeederErrorCode.MalformedRequest, Code(With("invoke_v3", "type", "L1_HANDLER")));
        Assert.Equal(FeederErrorCode.MalformedRequest, Code(With("invoke_v3", "nonce", "0")));
        Assert.Equal(FeederErrorCode.MalformedRequest, Code(""));
        Assert.Equal(FeederErrorCode.MalformedRequest, Code("[]"));
        Assert.Equal(FeederErrorCode.MalformedRequest, Code("{\"type\":\"\\ud800\"}"));
        Assert.Equal(FeederErrorCode.MalformedRequest, Code(Genuine("invoke_v3", withDataGas: false).ToJsonString()));
        Assert.Empty(gateway.Submitter.Taken);
    }

    /// <summary>Programs of zeros pack a thousandfold.</summary>
    [Fact]
    public void AProgramUnpacksWithinItsBound()
    {
        Gateway bounded = new(new() { MaxProgramBytes = 100_000 });
        string Declare(string program)
        {
            JsonNode body = Genuine("declare_v3");
            body["contract_class"]!["sierra_program"] = program;
            return body.ToJsonString();
        }

        string atBound = Packed(100_000);
        Assert.True(atBound.Length < 1000);
        Assert.Equal("TRANSACTION_RECEIVED", bounded.Add(Declare(atBound)).GetProperty("code").GetString());
        foreach (string bad in (List<string>)[Packed(100_001), Packed(50_000_000), Packed(100)[..20], "AAAA", "!", "", "H4sI"])
        {
            FeederException refusal = Assert.Throws<FeederException>(() => bounded.Add(Declare(bad)));
            Assert.Equal(FeederErrorCode.InvalidProgram, refusal.Code);
        }
    }

    // A JSON array of felts, and spaces to the length.
    private static string Packed(int bytes)
    {
        const string Felts = "[\"0x1\"]";
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(Encoding.ASCII.GetBytes(Felts.PadRight(bytes)));
        }

        return System.Convert.ToBase64String(packed.ToArray());
    }

    private string Code(string body) => Assert.Throws<FeederException>(() => gateway.Add(body)).Code;

    private static string With(string file, string name, string value)
    {
        JsonNode body = Genuine(file);
        body[name] = value;
        return body.ToJsonString();
    }

    // The files are of the time before L1 data gas had bounds.
    private static JsonNode Genuine(string file, bool withDataGas = true)
    {
        JsonNode body = JsonNode.Parse(File.ReadAllBytes(SharedData.Path($"starknet/writer/{file}.json")))!;
        if (withDataGas)
        {
            body["resource_bounds"]!["L1_DATA_GAS"] = JsonNode.Parse("""{"max_amount":"0x7","max_price_per_unit":"0x8"}""");
        }

        return body;
    }
}
