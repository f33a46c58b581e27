using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.EndToEnd.Tests;

/// <summary>A chain that four real nodes launch from one file, with another token, other accounts and limits.</summary>
public sealed class LaunchTests
{
    // The selector of balanceOf, as wallets have it.
    private const string BalanceOf = "0x2e4263afad30923c891518314c3c95dbe830a16874e8abc5777a9a20b54c76e";

    private const string Chain = """
        chain_id: ACME_E2E
        timestamp: 1700000000
        block_interval_ms: 200
        empty_block_interval_ms: 500
        fee_token:
          name: Acme Gas
          symbol: ACME
          decimals: 6
          address: "0x70ce4"
          minter: treasury
          balances: [ { holder: vault, amount: 5 ACME } ]
        prices:
          l1_gas: 10
          l1_data_gas: 10
          l2_gas: 100
          market: { min_price: 10, target_gas: 1_000_000 }
        limits:
          block: { max_transactions: 7 }
        accounts:
          - { name: treasury, public_key: "0x1234567", balance: 1_000 ACME }
        contracts:
          - { name: vault, class: erc20, constructor: ["text:Vault", "text:VLT", 18, "u256:77", treasury, treasury] }
        universal_deployer: false
        validators:

        """;

    [Fact]
    public async Task FourNodesComeToTheFirstBlockOfTheFileAndGoOn()
    {
        await using Network network = await Network.StartAsync((rpc, peers) => Chain + string.Concat(Enumerable.Range(0, Network.Size)
            .Select(node => string.Create(
                CultureInfo.InvariantCulture,
                $"  - {{ name: node{node + 1}, host: 127.0.0.1, port: {peers + node}, rpc_port: {rpc + node} }}\n"))));
        using JsonDocument genesis = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(network.Folder, "genesis.json")));
        JsonElement content = genesis.RootElement.GetProperty("content");
        string vault = content.GetProperty("contracts")[0].GetProperty("address").GetString()!;
        string treasury = content.GetProperty("accounts")[0].GetProperty("address").GetString()!;
        for (int node = 0; node < Network.Size; node++)
        {
            await network.ReachAsync(node, 3, TimeSpan.FromSeconds(60));
            (string hash, string root) = await network.BlockAsync(node, 0);
            Assert.Equal((content.GetProperty("block_hash").GetString(), content.GetProperty("state_root").GetString()), (hash, root));
            Assert.Equal(1_000u, await BalanceAsync(network, node, "0x70ce4", treasury, 1_000_000));
            Assert.Equal(5u, await BalanceAsync(network, node, "0x70ce4", vault, 1_000_000));
            Assert.Equal(77u, await BalanceAsync(network, node, vault, treasury, 1));
        }

        await network.AssertAgreementAsync();
        UInt128[] prices = [await PriceAsync(network, 0), await PriceAsync(network, 1), await PriceAsync(network, 2)];
        Assert.Equal([100, 98, 96], prices);
    }

    private static async Task<UInt128> PriceAsync(Network network, int height)
    {
        JsonElement block = await network.CallAsync(
            0, "starknet_getBlockWithTxHashes", string.Create(CultureInfo.InvariantCulture, $"[{{\"block_number\":{height}}}]"));
        return Number(block.GetProperty("l2_gas_price").GetProperty("price_in_fri"));
    }

    private static async Task<UInt128> BalanceAsync(Network network, int node, string token, string holder, ulong unit)
    {
        JsonElement answer = await network.CallAsync(
            node,
            "starknet_call",
            $"[{{\"contract_address\":\"{token}\",\"entry_point_selector\":\"{BalanceOf}\",\"calldata\":[\"{holder}\"]}},\"latest\"]");
        return Number(answer[0]) / unit;
    }

    private static UInt128 Number(JsonElement felt) =>
        UInt128.Parse(felt.GetString().AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
