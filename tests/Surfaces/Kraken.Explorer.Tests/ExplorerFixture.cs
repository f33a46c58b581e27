using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Fields;
using Kraken.Proofs;
using Kraken.Proofs.Ranges;
using Kraken.Proofs.Tests;
using Kraken.Rpc;
using Kraken.Rpc.Client;
using Kraken.Rpc.Server;
using Kraken.Rpc.Tests;
using Kraken.Starknet.Transactions;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Explorer.Tests;

/// <summary>A node over the recorded chain, a proof store with one proof, and an explorer over both.</summary>
public sealed class ExplorerFixture : IAsyncLifetime
{
    private readonly RecordedChain chain = new();
    private readonly RpcServer node;
    private ExplorerHost? host;

    /// <summary>The block whose transaction the stored proof is said to be about.</summary>
    public const ulong ProvedBlock = 12;

    public ExplorerFixture() =>
        node = new(
            new RpcBackend { Chain = chain, Executor = new RecordedExecutor(chain) },
            new RpcOptions(),
            new IPEndPoint(IPAddress.Loopback, 0));

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
        FileProofStore store = new(Folder);
        Data = new(
            reader,
            new ClassCatalog(reader),
            new ProofCatalog(store, TimeProvider.System),
            new RangeCatalog(new RangeProofStore(Folder), reader, TimeProvider.System),
            new WatcherReader(new WatcherStatusFile(Folder), TimeProvider.System));
        await StoreAsync(store);
        host = new(new ExplorerOptions { Node = node.Address, Proofs = Folder, Port = 0 }, NullLoggerFactory.Instance);
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

    /// <summary>A manifest about the proved transaction.</summary>
    public ProofManifest Manifest(ReadOnlySpan<byte> proof) => ExampleManifest.Value with
    {
        BlockNumber = ProvedBlock,
        BlockHash = chain.Blocks[(int)ProvedBlock].Header.Hash,
        TransactionHash = Proved.Hash,
        ContractAddress = Felt.Parse("0x1cd7f2a6639f613feb5a9fdfc8f6e7606b0bea00ab7f691cc7951a4526f42f"),
        EntryPoint = "fibonacci",
        ProgramHash = 1,
        Steps = 1234,
        RunMilliseconds = 5,
        ProveMilliseconds = 4321,
        VerifyMilliseconds = 40,
        ProofBytes = proof.Length,
        ProofSha256 = Convert.ToHexStringLower(SHA256.HashData(proof)),
        StoredAt = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero),
    };

    /// <summary>A manifest about blocks of the chain.</summary>
    public RangeManifest Range(ulong first, ulong last, ReadOnlySpan<byte> bundle) =>
        ExampleRange.Of(chain.Blocks[0].Header.Hash, first, last, bundle) with
        {
            ParentHash = chain.Blocks[(int)first - 1].Header.Hash,
            LastHash = chain.Blocks[(int)last].Header.Hash,
            Steps = 485418,
            ProveMilliseconds = 16200,
            StoredAt = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero),
        };

    /// <summary>A genuine proof, but of another program than the manifest says: its STARK is valid and the rest is not.</summary>
    private async Task StoreAsync(FileProofStore store)
    {
        byte[] proof = await File.ReadAllBytesAsync(SharedData.Path("s-two/ret_opcode.canonical_small.proof.cairo_serde.json"));
        await store.PutAsync(Manifest(proof), proof, "{}"u8.ToArray(), CancellationToken.None);
    }
}
