using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.Dev.Tests;

/// <summary>An estimate or a simulation runs a transaction as the chain would run it if it were sent.</summary>
public sealed class SimulatedModeTests
{
    private const int ExecutionError = 41;

    [Fact]
    public async Task AnImpersonatedAccountNeedsNoSignature()
    {
        await using DevFixture dev = await DevFixture.StartAsync();
        string unsigned = Unsigned(account: 0);
        await AssertRefusedAsync(dev, unsigned);
        await dev.CallAsync("devnet_impersonateAccount", $$"""{"account_address":"{{DevFixture.Accounts[0].Address}}"}""");
        JsonElement simulated = await AssertTakenAsync(dev, unsigned);
        Assert.False(simulated[0].GetProperty("transaction_trace").TryGetProperty("validate_invocation", out _));
        Assert.True(simulated[0].GetProperty("transaction_trace").TryGetProperty("fee_transfer_invocation", out _));
        await AssertRefusedAsync(dev, Unsigned(account: 1));
        await dev.CallAsync("devnet_stopImpersonateAccount", $$"""{"account_address":"{{DevFixture.Accounts[0].Address}}"}""");
        await AssertRefusedAsync(dev, unsigned);
    }

    [Fact]
    public async Task AChainThatValidatesNothingNeedsNoSignature()
    {
        await using DevFixture dev = await DevFixture.StartAsync(new DevOptions { Validates = false });
        await AssertTakenAsync(dev, Unsigned(account: 0));
    }

    [Fact]
    public async Task AChainWithoutFeesNeedsNoBounds()
    {
        await using DevFixture free = await DevFixture.StartAsync(new DevOptions { ChargesFees = false, Validates = false });
        JsonElement simulated = await AssertTakenAsync(free, WithoutBounds(account: 0));
        Assert.False(simulated[0].GetProperty("transaction_trace").TryGetProperty("fee_transfer_invocation", out _));
        await using DevFixture dev = await DevFixture.StartAsync(new DevOptions { Validates = false });
        (int code, string message) = await dev.RefusedAsync("starknet_simulateTransactions", Simulation(WithoutBounds(account: 0)));
        Assert.True(code == ExecutionError, message);
    }

    private static async Task<JsonElement> AssertTakenAsync(DevFixture dev, string transaction)
    {
        JsonElement estimated = await dev.CallAsync("starknet_estimateFee", Estimate(transaction));
        Assert.Equal(1, estimated.GetArrayLength());
        JsonElement simulated = await dev.CallAsync("starknet_simulateTransactions", Simulation(transaction));
        Assert.Equal(1, simulated.GetArrayLength());
        return simulated;
    }

    private static async Task AssertRefusedAsync(DevFixture dev, string transaction)
    {
        Assert.Equal(ExecutionError, (await dev.RefusedAsync("starknet_estimateFee", Estimate(transaction))).Code);
        Assert.Equal(ExecutionError, (await dev.RefusedAsync("starknet_simulateTransactions", Simulation(transaction))).Code);
    }

    private static string Estimate(string transaction) =>
        $$"""{"block_id":"latest","request":[{{transaction}}],"simulation_flags":[]}""";

    private static string Simulation(string transaction) =>
        $$"""{"block_id":"latest","transactions":[{{transaction}}],"simulation_flags":[]}""";

    private static string Unsigned(int account)
    {
        JsonNode transaction = JsonNode.Parse(DevFixture.Transfer(account, 0))!["invoke_transaction"]!;
        transaction["signature"] = new JsonArray();
        return transaction.ToJsonString();
    }

    private static string WithoutBounds(int account)
    {
        JsonNode transaction = JsonNode.Parse(Unsigned(account))!;
        foreach (string gas in (string[])["l1_gas", "l2_gas", "l1_data_gas"])
        {
            transaction["resource_bounds"]![gas] = JsonNode.Parse("""{"max_amount":"0x0","max_price_per_unit":"0x0"}""");
        }

        return transaction.ToJsonString();
    }
}
