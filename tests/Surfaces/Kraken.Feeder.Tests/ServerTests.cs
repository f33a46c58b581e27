using System;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Casm.Classes;
using Kraken.Curves;
using Kraken.Feeder.Client;
using Kraken.Fields;
using Kraken.Rpc;
using Kraken.Rpc.Server;
using Kraken.Rpc.Tests;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;
using Xunit;

namespace Kraken.Feeder.Tests;

/// <summary>The gateways over HTTP, and the client on the other side.</summary>
public sealed class ServerTests : IAsyncLifetime
{
    private readonly RecordedChain chain = new();
    private readonly RecordedSubmitter submitter = new();
    private readonly BlockSigner signer = BlockSigner.FromSecret("tests"u8);
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly RpcServer server;

    public ServerTests() => server = new(
        new RpcBackend { Chain = chain, Submitter = submitter, Signer = signer },
        new RpcOptions { MaxBodyBytes = 100_000 },
        new IPEndPoint(IPAddress.Loopback, 0));

    public async ValueTask InitializeAsync() => await server.StartAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.StopAsync(CancellationToken.None);
        await server.DisposeAsync();
    }

    [Fact]
    public async Task AClientReadsTheChain()
    {
        FeederClient client = new(http, server.Address, new());
        (ulong number, Felt hash) = await client.HeadAsync(CancellationToken.None);
        Assert.Equal((27UL, chain.Latest!.Hash), (number, hash));
        for (ulong at = 0; at <= number; at++)
        {
            FeederBlock? block = await client.BlockAsync(at, CancellationToken.None);
            Assert.Equal(chain.Blocks[(int)at].Header, block!.Block.Header);
            BlockCommitments computed = ContentCommitments.Compute(block.Block.Transactions, block.Block.Receipts, block.Diff);
            Assert.Equal(block.Block.Header.Commitments, computed);
        }

        Assert.Null(await client.BlockAsync(28, CancellationToken.None));
        Felt declared = ChainContracts.Account.ClassHash;
        SierraClass? sierra = await client.ClassAsync(declared, CancellationToken.None);
        Assert.Equal(declared, ClassHash.Compute(sierra!));
        CasmClass? casm = await client.CompiledClassAsync(declared, CancellationToken.None);
        Assert.Equal(chain.CompiledClassOf(declared)!.Bytecode, casm!.Bytecode);
        Assert.Null(await client.ClassAsync(0x1, CancellationToken.None));
        Felt key = await client.PublicKeyAsync(CancellationToken.None);
        (Felt signed, EcdsaSignature signature) = await client.SignatureAsync(3, CancellationToken.None);
        Assert.Equal(chain.Blocks[3].Header.Hash, signed);
        Assert.True(BlockSigner.Verify(key, signed, signature));
    }

    [Theory]
    [InlineData("feeder_gateway/is_alive", "FeederGateway is alive!")]
    [InlineData("gateway/is_alive", "Gateway is alive!")]
    public async Task SupervisorsAreAnswered(string path, string text) =>
        Assert.Equal(text, await http.GetStringAsync(new Uri(server.Address, path)));

    [Theory]
    [InlineData("GET", "feeder_gateway/get_block?blockNumber=99", 400, "StarknetErrorCode.BLOCK_NOT_FOUND")]
    [InlineData("GET", "feeder_gateway/get_block?blockNumber=x", 400, "StarkErrorCode.MALFORMED_REQUEST")]
    [InlineData("GET", "feeder_gateway/get_nothing", 404, "StarkErrorCode.MALFORMED_REQUEST")]
    [InlineData("POST", "feeder_gateway/get_block?blockNumber=1", 405, "StarkErrorCode.MALFORMED_REQUEST")]
    [InlineData("GET", "gateway/add_transaction", 405, "StarkErrorCode.MALFORMED_REQUEST")]
    [InlineData("POST", "gateway/add_transaction", 400, "StarkErrorCode.MALFORMED_REQUEST")]
    public async Task RefusalsHaveStatusAndBody(string method, string path, int status, string code)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), new Uri(server.Address, path));
        using HttpResponseMessage answer = await http.SendAsync(request);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        JsonElement body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        JsonShape.Members(body, ["code", "message"]);
        Assert.Equal(code, body.GetProperty("code").GetString());
    }

    [Fact]
    public async Task BodiesHaveABound()
    {
        using StringContent largest = new(new string(' ', 100_000), Encoding.UTF8, "application/json");
        using HttpResponseMessage read = await http.PostAsync(new Uri(server.Address, "gateway/add_transaction"), largest);
        Assert.Equal(HttpStatusCode.BadRequest, read.StatusCode);
        using StringContent larger = new(new string(' ', 100_001), Encoding.UTF8, "application/json");
        using HttpResponseMessage refused = await http.PostAsync(new Uri(server.Address, "gateway/add_transaction"), larger);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
    }

    [Fact]
    public async Task AnAnswerOfAnotherBlockOrWithoutAnEndIsRefused()
    {
        FeederClient small = new(http, server.Address, new() { MaxBlockBytes = 1000 });
        FeederException tooLong = await Assert.ThrowsAsync<FeederException>(() => small.BlockAsync(12, CancellationToken.None));
        Assert.Contains("at most 1000 bytes", tooLong.Message, StringComparison.Ordinal);
        JsonElement answer = new Gateway().Ask("get_state_update?blockNumber=12&includeBlock=true");
        Assert.False(Serialization.Json.JsonDecoding.TryDecode(
            answer, node => FeederClient.ReadBlock(node, 13), out FeederBlock? _, out Serialization.Json.DecodeError? error));
        Assert.Equal("block.block_number: expected block 13, got 12", error.ToString());
    }
}
