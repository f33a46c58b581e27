using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cli.Verbs;
using Kraken.Dev;
using Kraken.Proofs.Checking;
using Kraken.Rpc.Client;
using Kraken.Starknet.Blocks;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Cli.Tests;

/// <summary>What proofs of a development chain are checked by.</summary>
public sealed class DevProvingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-cli-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task TheGenesisFileIsThatOfTheChainAndItsCommitteeDecidesItsBlocks()
    {
        await using DevHost host = new(new DevOptions { Port = 0, IsProved = true }, NullLoggerFactory.Instance);
        await host.StartAsync(Token);
        DevProving.Open(host, folder);
        DevProving.Open(host, folder);
        string path = Directory.GetFiles(folder, "genesis.json", SearchOption.AllDirectories).Single();
        using BlockAuthority authority = GenesisAuthority.Open(path);
        Assert.Equal(host.GenesisHash, authority.GenesisHash);
        using HttpClient http = new();
        using StringContent create = new(
            """{"jsonrpc":"2.0","id":1,"method":"devnet_createBlock","params":{}}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage created = await http.PostAsync(host.Address, create, Token);
        RpcClient client = new(http, host.Address);
        BlockHeader header = await client.HeaderAsync(BlockId.Latest, Token);
        ReadOnlyMemory<byte> certificate = await client.CertificateAsync(BlockId.Latest, Token);
        Assert.Equal(1ul, header.Number);
        Assert.Null(authority.FindProblem(1, header.Hash, certificate.Span, out int signers));
        Assert.Equal(1, signers);
        Assert.NotNull(authority.FindProblem(1, host.GenesisHash, certificate.Span, out _));
    }

    [Fact]
    public async Task AnotherChainsFileInItsPlaceIsRefused()
    {
        await using DevHost host = new(new DevOptions { Port = 0, IsProved = true }, NullLoggerFactory.Instance);
        await using DevHost other = new(new DevOptions { Port = 0, IsProved = true, Accounts = 1 }, NullLoggerFactory.Instance);
        await host.StartAsync(Token);
        await other.StartAsync(Token);
        DevProving.Open(host, folder);
        string path = Directory.GetFiles(folder, "genesis.json", SearchOption.AllDirectories).Single();
        string wrong = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, other.GenesisHash.ToString())).FullName, "genesis.json");
        File.Copy(path, wrong);
        InvalidDataException refusal = Assert.Throws<InvalidDataException>(() => DevProving.Open(other, folder));
        Assert.Contains($"expected a chain that begins with {other.GenesisHash}", refusal.Message, StringComparison.Ordinal);
    }
}
