using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Json;
using Kraken.Starknet.Transactions;
using Xunit;
using JsonNode = System.Text.Json.Nodes.JsonNode;

namespace Kraken.Starknet.Tests.Transactions;

/// <summary>Transactions of mainnet from before version 3, with the hashes that they have there.</summary>
public sealed class DeprecatedTransactionTests
{
    [Fact]
    public void EveryOldTransactionHasItsHashAndReadsBack()
    {
        HashSet<string> kinds = [];
        foreach (JsonElement known in SharedData.Json("starknet/tx/sequencer_transaction_hash.json").EnumerateArray())
        {
            if (Rpc(known.GetProperty("transaction")) is not { } json)
            {
                continue;
            }

            Transaction read = Read(json);
            DeprecatedTransaction old = Assert.IsType<DeprecatedTransaction>(read);
            ChainId chain = ChainId.FromName(known.GetProperty("chain_id").GetString()!);
            Assert.Equal(Felt.Parse(known.GetProperty("transaction_hash").GetString()!), TransactionHash.Compute(old, chain));
            Assert.Equal(
                Felt.Parse(known.GetProperty("only_query_transaction_hash").GetString()!),
                TransactionHash.Compute(old with { IsQuery = true }, chain));
            Assert.True(JsonNode.DeepEquals(json, JsonNode.Parse(Written(old))), $"{json} became {JsonNode.Parse(Written(old))}");
            kinds.Add($"{old.Kind} {old.Number}");
        }

        Assert.Equal(["Declare 0", "Declare 1", "Declare 2", "DeployAccount 1", "Invoke 0", "Invoke 1"], kinds.Order());
    }

    /// <summary>Transactions that read, but for their versions.</summary>
    [Theory]
    [InlineData("INVOKE", "0x2")]
    [InlineData("DECLARE", "0x4")]
    [InlineData("DEPLOY_ACCOUNT", "0x0")]
    public void AVersionThatNeverWasIsRefused(string type, string version)
    {
        JsonObject json = Known().First(known => (string?)known["type"] == type);
        Read(json);
        json["version"] = version;
        DecodeError error = Refused(json, TransactionJson.ReadAny);
        Assert.Equal(("version", $"\"{version}\""), (error.Path, error.Got));
    }

    // What chains take is of version 3, whoever sends it.
    [Fact]
    public void AnOldTransactionIsNoneThatAChainTakes()
    {
        foreach (JsonObject json in Known())
        {
            DecodeError error = Refused(json, TransactionJson.Read);
            Assert.Equal(("version", json["version"]!.ToJsonString()), (error.Path, error.Got));
        }
    }

    private static IEnumerable<JsonObject> Known() => SharedData.Json("starknet/tx/sequencer_transaction_hash.json").EnumerateArray()
        .Select(known => Rpc(known.GetProperty("transaction"))).OfType<JsonObject>();

    private static DecodeError Refused(JsonNode json, Func<Kraken.Serialization.Json.JsonNode, Transaction> read)
    {
        Assert.False(JsonDecoding.TryDecode(
            JsonSerializer.SerializeToElement(json), read, out Transaction? _, out DecodeError? error));
        return error;
    }

    private static Transaction Read(JsonNode json)
    {
        bool isRead = JsonDecoding.TryDecode(
            JsonSerializer.SerializeToElement(json), TransactionJson.ReadAny, out Transaction? read, out DecodeError? error);
        Assert.True(isRead, error?.ToString());
        return read!;
    }

    private static byte[] Written(Transaction transaction)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter writer = new(bytes))
        {
            TransactionJson.Write(writer, transaction);
        }

        return bytes.ToArray();
    }

    // The file has the sequencer's own form, "{Kind: {Version: members}}"; null for what is not old.
    private static JsonObject? Rpc(JsonElement transaction)
    {
        JsonProperty kind = transaction.EnumerateObject().Single();
        JsonProperty version = kind.Value.EnumerateObject().First();
        string? word = (kind.Name, version.Name) switch
        {
            ("Invoke", "V0" or "V1") => "INVOKE",
            ("Declare", "V0" or "V1" or "V2") => "DECLARE",
            ("DeployAccount", "V1") => "DEPLOY_ACCOUNT",
            _ => null,
        };
        if (word is null)
        {
            return null;
        }

        JsonObject json = JsonObject.Create(version.Value)!;
        json["type"] = word;
        json["version"] = $"0x{version.Name[1..]}";
        json["transaction_hash"] = "0x7";
        if (version.Name == "V0")
        {
            json.Remove("nonce");
        }

        return json;
    }
}
