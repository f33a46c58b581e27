using System;
using System.Globalization;
using System.Text.Json;
using Kraken.Execution.Blocks;
using Kraken.Execution.Constants;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Xunit;

namespace Kraken.Execution.Tests.Fees;

public sealed class RealBlockFeeTests
{
    // A real block of Sepolia integration: each receipt states its gas and its fee.
    [Fact]
    public void EveryFeeOfARealBlockFollowsFromItsGas()
    {
        using JsonDocument document = RepositoryData.Json("starknet", "blocks", "v0.14.2_sepolia-integration_1041730.block.json");
        JsonElement block = document.RootElement.TryGetProperty("block", out JsonElement inner) ? inner : document.RootElement;
        PriceVector prices = new(Price(block, "l1_gas_price"), Price(block, "l1_data_gas_price"), Price(block, "l2_gas_price"));
        JsonElement transactions = block.GetProperty("transactions");
        JsonElement receipts = block.GetProperty("transaction_receipts");
        Assert.Equal(13, receipts.GetArrayLength());
        for (int i = 0; i < receipts.GetArrayLength(); i++)
        {
            JsonElement gas = receipts[i].GetProperty("execution_resources").GetProperty("total_gas_consumed");
            GasVector used = new(
                gas.GetProperty("l1_gas").GetUInt64(), gas.GetProperty("l1_data_gas").GetUInt64(), gas.GetProperty("l2_gas").GetUInt64());
            ulong tip = transactions[i].TryGetProperty("tip", out JsonElement text) ? (ulong)Hex(text) : 0;
            Assert.Equal(Hex(receipts[i].GetProperty("actual_fee")), prices.Fee(used, tip));
        }
    }

    private static UInt128 Price(JsonElement block, string name) => Hex(block.GetProperty(name).GetProperty("price_in_fri"));

    private static UInt128 Hex(JsonElement text) =>
        UInt128.Parse(text.GetString()!.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
