using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Curves;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Node.Configuration;
using Kraken.Node.Configuration.Launch;
using Kraken.P2P.Tests;
using Kraken.Rpc.Client;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Node.Tests.Launch;

/// <summary>A chain that is launched from the template of tests: without fees, with a token that its minter alone can mint.</summary>
public sealed class LaunchedChainTests : IDisposable
{
    private static readonly ChainId Chain = ChainId.FromName("KRAKEN_TEST");
    private static readonly Felt Receiver = 0x5555;

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-launched-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task OnlyTheMinterMintsAndNobodyPays()
    {
        int port = FreePorts.Take();
        string text = ChainTemplates.Text("test")
            .Replace("port: 6050, rpc_port: 5050", $"port: {FreePorts.Take()}, rpc_port: {port}", StringComparison.Ordinal);
        GenesisFile genesis = ChainNetwork.Create(
            Path.Combine(folder, "net"), ChainFile.Read(Encoding.UTF8.GetBytes(text), "chain.yaml", folder, DateTimeOffset.UtcNow));
        using HttpClient http = new();
        RpcClient client = new(http, new Uri($"http://127.0.0.1:{port}"));
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(120));
        NodeHost host = NodeHost.Open(Path.Combine(folder, "net", "node1"), NullLoggerFactory.Instance);
        await using (host)
        {
            Task running = host.RunAsync(stop.Token);
            await UntilAsync(running, async () => await client.BlockNumberAsync(stop.Token) >= 0, stop.Token);
            Assert.Equal(genesis.Content!.BlockHash, (await client.HeaderAsync(new BlockId.ByNumber(0), stop.Token)).Hash);
            SubmittedTransaction minted = Mint(DevelopmentAccounts.All[0]);
            SubmittedTransaction refused = Mint(DevelopmentAccounts.All[1]);
            await client.SubmitAsync(minted, stop.Token);
            await client.SubmitAsync(refused, stop.Token);
            Assert.Null(await OutcomeAsync(client, running, minted.Transaction.Hash, stop.Token));
            Assert.Contains(
                "MINTER_ONLY", await OutcomeAsync(client, running, refused.Transaction.Hash, stop.Token), StringComparison.Ordinal);
            Assert.Equal(1_000, await BalanceAsync(client, Receiver, stop.Token));
            foreach (PredeployedAccount account in DevelopmentAccounts.All.Take(2))
            {
                Assert.Equal((Felt)(1_000 * (UInt128)1_000_000_000_000_000_000), await BalanceAsync(client, account.Address, stop.Token));
            }

            Assert.Equal(default, (await client.HeaderAsync(BlockId.Latest, stop.Token)).GasPrices);
            await stop.CancelAsync();
            await running;
        }
    }

    private static Task<Felt> BalanceAsync(RpcClient client, Felt holder, CancellationToken cancellation) =>
        client.StorageAtAsync(BlockId.Latest, WellKnownAddresses.FeeToken, StorageLayout.Balance(holder), cancellation);

    // Why a transaction was reverted, once it is in a block; null when it was not.
    private static async Task<string?> OutcomeAsync(RpcClient client, Task running, Felt hash, CancellationToken cancellation)
    {
        TransactionStatus? status = null;
        await UntilAsync(
            running,
            async () => (status = await client.StatusAsync(hash, cancellation)) is { Finality: TransactionFinality.AcceptedOnL2 },
            cancellation);
        return status!.FailureReason;
    }

    private static async Task UntilAsync(Task running, Func<Task<bool>> reached, CancellationToken cancellation)
    {
        while (!await TryAsync(reached))
        {
            Assert.False(running.IsFaulted, running.Exception?.ToString());
            await Task.Delay(20, cancellation);
        }
    }

    private static async Task<bool> TryAsync(Func<Task<bool>> reached)
    {
        try
        {
            return await reached();
        }
        catch (Exception failure) when (failure is HttpRequestException or RpcClientException)
        {
            return false;
        }
    }

    private static SubmittedTransaction Mint(PredeployedAccount account)
    {
        ResourceBounds bounds = new(100_000_000, 0);
        InvokeTransaction unsigned = new()
        {
            SenderAddress = account.Address,
            Nonce = 0,
            Calldata = [1, WellKnownAddresses.FeeToken, Selector.FromName("permissioned_mint"), 3, Receiver, 1_000, 0],
            ResourceBounds = new ResourceBoundsMapping(bounds, bounds, bounds),
        };
        Felt hash = TransactionHash.Compute(unsigned, Chain);
        EcdsaSignature signature = Ecdsa.Sign(account.PrivateKey!.Value, hash);
        return new SubmittedTransaction(unsigned with { Hash = hash, Signature = [signature.R, signature.S] });
    }
}
