using System;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Net.Http;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Curves;
using Kraken.Dev.Accounts;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Json;
using Kraken.Starknet.Transactions;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Dev.Tests;

/// <summary>A running development chain and a client of it.</summary>
internal sealed class DevFixture : IAsyncDisposable
{
    private readonly DevHost host;
    private readonly HttpClient http = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Task running;

    private DevFixture(DevHost host)
    {
        this.host = host;
        running = host.RunAsync(stop.Token);
    }

    /// <summary>The accounts of the seed that tests use.</summary>
    public static ImmutableArray<PredeployedAccount> Accounts { get; } = SeededAccounts.Take(0, 10, 0, null);

    public Uri Address => host.Address;

    public static async Task<DevFixture> StartAsync(DevOptions? options = null, TimeProvider? clock = null)
    {
        DevHost host = new((options ?? new DevOptions()) with { Port = 0 }, NullLoggerFactory.Instance, clock);
        await host.StartAsync(CancellationToken.None);
        return new DevFixture(host);
    }

    /// <summary>Ends the process as Ctrl-C does.</summary>
    public async Task StopAsync()
    {
        await stop.CancelAsync();
        await running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await host.DisposeAsync();
        http.Dispose();
        stop.Dispose();
    }

    /// <summary>The result of a call.</summary>
    public async Task<JsonElement> CallAsync(string method, string parameters = "{}")
    {
        JsonElement answer = await SendAsync(method, parameters);
        Assert.False(answer.TryGetProperty("error", out JsonElement error), $"{method}: {error}");
        return answer.GetProperty("result");
    }

    /// <summary>The error of a call.</summary>
    public async Task<(int Code, string Message)> RefusedAsync(string method, string parameters = "{}")
    {
        JsonElement answer = await SendAsync(method, parameters);
        Assert.True(answer.TryGetProperty("error", out JsonElement error), $"{method}: {answer}");
        string data = error.TryGetProperty("data", out JsonElement more) ? $" {more}" : string.Empty;
        return (error.GetProperty("code").GetInt32(), error.GetProperty("message").GetString() + data);
    }

    /// <summary>Sends a transfer of an account at a nonce, and gives its hash.</summary>
    public async Task<string> TransferAsync(int account, ulong nonce, Felt? to = null, ulong amount = 5, string chain = "SN_SEPOLIA")
    {
        JsonElement sent = await CallAsync("starknet_addInvokeTransaction", Transfer(account, nonce, to, amount, chain: chain));
        return sent.GetProperty("transaction_hash").GetString()!;
    }

    /// <summary>The parameters of such a sending.</summary>
    public static string Transfer(
        int account, ulong nonce, Felt? to = null, ulong amount = 5, Felt? key = null, Felt? sender = null, UInt128? price = null,
        string chain = "SN_SEPOLIA") =>
        Invoke(
            sender ?? Accounts[account].Address,
            key ?? Accounts[account].PrivateKey!.Value,
            nonce,
            [1, WellKnownAddresses.FeeToken, Selector.FromName("transfer"), 3, to ?? Accounts[9].Address, amount, 0],
            price,
            chain);

    /// <summary>The parameters of the sending of an invoke.</summary>
    public static string Invoke(
        Felt sender, Felt key, ulong nonce, ImmutableArray<Felt> calldata, UInt128? price = null, string chain = "SN_SEPOLIA")
    {
        ResourceBounds bounds = new(100_000, price ?? 1_000_000_000);
        InvokeTransaction unsigned = new()
        {
            SenderAddress = sender,
            Nonce = nonce,
            Calldata = calldata,
            ResourceBounds = new(bounds, bounds with { MaxAmount = 100_000_000 }, bounds),
        };
        Felt hash = TransactionHash.Compute(unsigned, ChainId.FromName(chain));
        EcdsaSignature signature = Ecdsa.Sign(key, hash);
        return Json("invoke_transaction", new(unsigned with { Hash = hash, Signature = [signature.R, signature.S] }));
    }

    /// <summary>A transaction as the parameter of its sending.</summary>
    public static string Json(string parameter, SubmittedTransaction transaction)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter writer = new(bytes))
        {
            writer.WriteStartObject();
            writer.WritePropertyName(parameter);
            TransactionJson.WriteSubmitted(writer, transaction);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    public async Task<ulong> HeightAsync() => (await CallAsync("starknet_blockNumber")).GetUInt64();

    /// <summary>A block with its receipts.</summary>
    public Task<JsonElement> BlockAsync(ulong number) => CallAsync(
        "starknet_getBlockWithReceipts", string.Create(CultureInfo.InvariantCulture, $$$"""{"block_id":{"block_number":{{{number}}}}}"""));

    public async Task<string> HashAsync(ulong number) => (await BlockAsync(number)).GetProperty("block_hash").GetString()!;

    public async Task<ulong> TimeAsync(ulong number) => (await BlockAsync(number)).GetProperty("timestamp").GetUInt64();

    public async Task<JsonElement> ReceiptAsync(string hash) =>
        await CallAsync("starknet_getTransactionReceipt", $$"""{"transaction_hash":"{{hash}}"}""");

    public async Task<BigInteger> BalanceAsync(Felt address, string unit = "FRI", string block = "\"latest\"") => BigInteger.Parse(
        (await CallAsync("devnet_getAccountBalance", $$"""{"address":"{{address}}","unit":"{{unit}}","block_id":{{block}}}"""))
            .GetProperty("amount").GetString()!,
        CultureInfo.InvariantCulture);

    public async Task<ulong> NonceAsync(Felt address, string block = "latest")
    {
        JsonElement nonce = await CallAsync("starknet_getNonce", $$"""{"block_id":"{{block}}","contract_address":"{{address}}"}""");
        return ulong.Parse(nonce.GetString()![2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    public async Task<string> GetAsync(string path) => await http.GetStringAsync(new Uri(Address, path));

    private async Task<JsonElement> SendAsync(string method, string parameters)
    {
        using StringContent body = new(
            $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await http.PostAsync(Address, body);
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return answer.RootElement.Clone();
    }
}
