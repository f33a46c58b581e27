using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Starknet.Tests.Transactions;

/// <summary>The messages that a genuine development node's postman carried, by both their hashes.</summary>
public sealed class L1MessageHashTests
{
    private static readonly L1HandlerTransaction Handler =
        new() { Nonce = 7, ContractAddress = 8, EntryPointSelector = 9, Calldata = [10, 11] };

    [Fact]
    public void TheHashesAreTheRecordedOnes()
    {
        JsonElement[] messages = [.. SharedData.Json("starknet/devnet-run/system_calls.json").GetProperty("transactions").EnumerateArray()
            .Where(step => step.GetProperty("transaction").GetProperty("type").GetString() == "L1_HANDLER")];
        Assert.Equal(7, messages.Length);
        foreach (JsonElement step in messages)
        {
            JsonElement json = step.GetProperty("transaction");
            L1HandlerTransaction handler = new()
            {
                Nonce = FeederBlock.Felt(json, "nonce"),
                ContractAddress = FeederBlock.Felt(json, "contract_address"),
                EntryPointSelector = FeederBlock.Felt(json, "entry_point_selector"),
                Calldata = FeederBlock.Felts(json, "calldata"),
            };
            string recorded = step.GetProperty("receipt").GetProperty("message_hash").GetString()!;
            Assert.Equal(recorded[2..].PadLeft(64, '0'), Convert.ToHexStringLower(L1MessageHash.Compute(handler).AsSpan()));
            Assert.Equal(FeederBlock.Felt(json, "transaction_hash"), TransactionHash.Compute(handler, ChainId.Sepolia));
        }
    }

    [Fact]
    public void EveryPartOfAMessageIsCovered()
    {
        L1HandlerTransaction[] others =
        [
            Handler, Handler with { Nonce = 8 }, Handler with { ContractAddress = 9 }, Handler with { EntryPointSelector = 8 },
            Handler with { Calldata = [10] }, Handler with { Calldata = [11, 10] }, Handler with { Calldata = [10, 11, 0] },
            Handler with { Calldata = [10, 12] }, Handler with { Calldata = [9, 11] },
        ];
        HashSet<string> hashes = [.. others.Select(message => Convert.ToHexStringLower(L1MessageHash.Compute(message).AsSpan()))];
        Assert.Equal(others.Length, hashes.Count);
        Assert.Equal(
            L1MessageHash.Compute(Handler).AsSpan(), L1MessageHash.Compute(Handler with { Hash = 5, IsQuery = true }).AsSpan());
    }

    [Fact]
    public void AMessageWithoutSenderHasNone() =>
        Assert.Throws<ArgumentException>(() => L1MessageHash.Compute(Handler with { Calldata = [] }));
}
