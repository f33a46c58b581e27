using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Calling;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Tokens;
using Kraken.Proofs;
using Kraken.Proofs.Ranges;
using Kraken.Proofs.Tests;
using Kraken.Rpc;
using Kraken.Rpc.Client;
using Kraken.Rpc.Server;
using Kraken.Rpc.Tests;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Explorer.Tests;

/// <summary>A node over the recorded chain, a proof store with one proof of blocks, and an explorer over both.</summary>
public sealed class ExplorerFixture : IAsyncLifetime
{
    private readonly RecordedChain chain = new();
    private readonly RpcServer node;
    private ExplorerHost? host;

    /// <summary>A block that the stored proof is said to be about.</summary>
    public const ulong ProvedBlock = 12;

    /// <summary>The page of that proof.</summary>
    public const string ProofPath = "/proof/10-14";

    public ExplorerFixture()
    {
        Executor = new(new RecordedExecutor(chain));
        Certificates = new(chain);
        node = new(
            new RpcBackend
            {
                Chain = chain,
                Executor = Executor,
                Submitter = Pool,
                DevelopmentAccounts = [DevelopmentAccounts.All[0]],
                FeeToken = WellKnownAddresses.FeeToken,
                Certificate = Certificates.Of,
            },
            new RpcOptions(),
            new IPEndPoint(IPAddress.Loopback, 0));
    }

    internal TokenExecutor Executor { get; }

    internal WaitingPool Pool { get; } = new();

    internal SignedChain Certificates { get; }

    internal RecordedChain Chain => chain;

    internal ExplorerData Data { get; private set; } = null!;

    public HttpClient Http { get; } = new(new HttpClientHandler { AllowAutoRedirect = false });

    public string Folder { get; } = Directory.CreateTempSubdirectory("kraken-explorer-").FullName;

    public Transaction Proved => chain.Blocks[(int)ProvedBlock].Transactions[0];

    public Uri NodeAddress => node.Address;

    public async ValueTask InitializeAsync()
    {
        await node.StartAsync(CancellationToken.None);
        NodeReader reader = new(new RpcClient(Http, node.Address));
        RangeProofStore store = new(Folder);
        ClassCatalog classes = new(reader);
        Data = new(
            reader,
            classes,
            new RangeCatalog(store, reader, TimeProvider.System),
            new WatcherReader(new WatcherStatusFile(Folder), TimeProvider.System))
        {
            Tokens = new TokenCatalog(reader, new TokenReader(reader, classes, null)),
            Signer = new DevelopmentSigner(reader),
        };
        byte[] bundle = [1, 2, 3];
        await store.PutAsync(Range(10, 14, bundle), bundle, CancellationToken.None);
        host = new(new ExplorerOptions { Node = node.Address, Proofs = Folder, Port = 0, Authority = Certificates.Authority },
            NullLoggerFactory.Instance);
        await host.StartAsync(CancellationToken.None);
        Http.BaseAddress = host.Address;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (host is not null)
        {
            await host.StopAsync(CancellationToken.None);
            await host.DisposeAsync();
        }

        await node.StopAsync(CancellationToken.None);
        await node.DisposeAsync();
        Data.Tokens.Dispose();
        Data.Signer.Dispose();
        Certificates.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>A page that must be there.</summary>
    public async Task<string> PageAsync(string path)
    {
        using HttpResponseMessage answer = await Http.GetAsync(new Uri(path, UriKind.Relative));
        string page = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode}\n{page}");
        return page;
    }

    /// <summary>A manifest about blocks of the chain.</summary>
    public RangeManifest Range(ulong first, ulong last, ReadOnlySpan<byte> bundle) =>
        ExampleRange.Of(chain.Blocks[0].Header.Hash, first, last, bundle) with
        {
            ParentHash = chain.Blocks[(int)first - 1].Header.Hash,
            LastHash = chain.Blocks[(int)last].Header.Hash,
            FirstBlockTime = chain.Blocks[(int)first].Header.Timestamp,
            LastBlockTime = chain.Blocks[(int)last].Header.Timestamp,
            Steps = 485418,
            ProveMilliseconds = 16200,
            StoredAt = DateTimeOffset.FromUnixTimeSeconds((long)chain.Blocks[(int)last].Header.Timestamp + 42),
        };
}
