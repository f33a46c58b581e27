using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Rpc.Client;
using Kraken.Rpc.Server;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Rpc.Tests;

public sealed class ServerTests : IAsyncLifetime
{
    private readonly RpcFixture rpc = new();
    private readonly HttpClient http = new();
    private readonly RpcServer server;

    public ServerTests() => server = new(
        rpc.Backend with { Status = () => new("node <1>", "validator", ["node 2", "node 3"], [("Round", "0")]) },
        new RpcOptions { MaxBodyBytes = 100_000 },
        new IPEndPoint(IPAddress.Loopback, 0));

    public async ValueTask InitializeAsync() => await server.StartAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.StopAsync(CancellationToken.None);
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/rpc")]
    [InlineData("/rpc/")]
    [InlineData("/rpc/v0_10")]
    [InlineData("/rpc/v0_10/")]
    [InlineData("/rpc/v0_9")]
    public async Task BothPathsAnswerBrowsersOfAnyOrigin(string path)
    {
        using StringContent body = new("""{"jsonrpc":"2.0","id":1,"method":"starknet_chainId"}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await http.PostAsync(new Uri(server.Address, path), body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("0x534e5f5345504f4c4941", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        using HttpRequestMessage preflight = new(HttpMethod.Options, new Uri(server.Address, path));
        using HttpResponseMessage allowed = await http.SendAsync(preflight);
        Assert.Equal(HttpStatusCode.NoContent, allowed.StatusCode);
        Assert.Equal("*", Assert.Single(allowed.Headers.GetValues("Access-Control-Allow-Headers")));
    }

    [Fact]
    public async Task TheStatusPageShowsTheNodeToPeople()
    {
        string page = await http.GetStringAsync(new Uri(server.Address, "/status"));
        Assert.Contains("node &lt;1&gt;", page, StringComparison.Ordinal);
        Assert.Contains("<td>27</td>", page, StringComparison.Ordinal);
        Assert.Contains(rpc.Chain.Latest!.StateRoot.ToString(), page, StringComparison.Ordinal);
        Assert.Contains("node 2, node 3", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LargeBodiesAndUnknownPathsAreRefused()
    {
        foreach (int size in (int[])[100_001, 7_000_000])
        {
            using ByteArrayContent large = new(new byte[size]);
            using HttpResponseMessage refused = await http.PostAsync(server.Address, large);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
            Assert.Equal((-32600, "the body exceeds 100000 bytes"), await ErrorAsync(refused));
        }

        foreach (string path in (string[])["/nothing", "/rpc/v0_8", "/rpcx", "/status/x"])
        {
            using HttpResponseMessage unknown = await http.GetAsync(new Uri(server.Address, path));
            Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
            Assert.Equal(-32600, (await ErrorAsync(unknown)).Code);
            using StringContent call = new("{}");
            using HttpResponseMessage posted = await http.PostAsync(new Uri(server.Address, path), call);
            Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);
            Assert.Contains("/rpc/v0_10", (await ErrorAsync(posted)).Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ABodyOfUnknownLengthIsBoundedToo()
    {
        string call = """{"jsonrpc":"2.0","id":1,"method":"starknet_chainId"}""";
        using HttpResponseMessage fits = await PostChunkedAsync(call.PadRight(100_000));
        Assert.Contains("result", await fits.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using HttpResponseMessage over = await PostChunkedAsync(call.PadRight(100_001));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, over.StatusCode);
        Assert.Equal((-32600, "the body exceeds 100000 bytes"), await ErrorAsync(over));
    }

    [Theory]
    [InlineData("PUT", "/rpc")]
    [InlineData("DELETE", "/")]
    [InlineData("GET", "/rpc")]
    [InlineData("POST", "/status")]
    public async Task OtherMethodsAreToldWhichThereAre(string method, string path)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), new Uri(server.Address, path));
        using HttpResponseMessage answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Contains("OPTIONS", answer.Content.Headers.Allow);
        Assert.DoesNotContain(method, answer.Content.Headers.Allow);
        Assert.Equal(-32600, (await ErrorAsync(answer)).Code);
    }

    [Fact]
    public async Task APageHasAHeadToo()
    {
        using HttpRequestMessage request = new(HttpMethod.Head, new Uri(server.Address, "/status"));
        using HttpResponseMessage answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task BodiesAndConnectionsOfOneClientAreBounded()
    {
        RpcOptions options = new() { MaxClientBodyBytes = 10_000, MaxClientConnections = 2 };
        await using RpcServer bounded = new(rpc.Backend, options, new IPEndPoint(IPAddress.Loopback, 0));
        await bounded.StartAsync(CancellationToken.None);
        using StringContent fits = new(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\"}".PadRight(9_000), Encoding.UTF8, "application/json");
        using HttpResponseMessage answered = await http.PostAsync(bounded.Address, fits);
        Assert.Contains("-32601", await answered.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using StringContent over = new(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\"}".PadRight(10_001), Encoding.UTF8, "application/json");
        using HttpResponseMessage refused = await http.PostAsync(bounded.Address, over);
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        Assert.Contains(
            "server busy: bodies of one address may have 10000 bytes at a time",
            await refused.Content.ReadAsStringAsync(),
            StringComparison.Ordinal);

        // The client's pool keeps one connection open; one more is allowed, and the third is cut.
        using TcpClient second = new();
        await second.ConnectAsync(IPAddress.Loopback, bounded.Address.Port);
        await second.GetStream().WriteAsync("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray());
        Assert.NotEqual(0, await second.GetStream().ReadAsync(new byte[100]));
        Assert.True(await IsCutAsync(bounded.Address.Port).WaitAsync(TimeSpan.FromSeconds(30)));
        await bounded.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task ABodyThatIsAnnouncedAndNotSentTakesNoRoom()
    {
        RpcOptions options = new() { MaxBodyBytes = 100_000, MaxClientBodyBytes = 100_000, MaxTotalBodyBytes = 100_000 };
        await using RpcServer bounded = new(rpc.Backend, options, new IPEndPoint(IPAddress.Loopback, 0));
        await bounded.StartAsync(CancellationToken.None);
        using TcpClient idle = new();
        await idle.ConnectAsync(IPAddress.Loopback, bounded.Address.Port);
        byte[] head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 95000\r\n\r\n"u8.ToArray();
        await idle.GetStream().WriteAsync(head);

        // The server asks for the body: it has begun to read.
        Assert.NotEqual(0, await idle.GetStream().ReadAsync(new byte[100]));
        using StringContent whole = new(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\"}".PadRight(50_000), Encoding.UTF8, "application/json");
        using HttpResponseMessage answered = await http.PostAsync(bounded.Address, whole);
        Assert.Contains("-32601", await answered.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await bounded.StopAsync(new CancellationToken(canceled: true));
    }

    [Fact]
    public async Task TheClientReadsWhatTheNodeHolds()
    {
        RpcClient client = new(http, new Uri(server.Address, "/rpc"));
        Assert.Equal(ChainId.Sepolia, await client.ChainIdAsync(CancellationToken.None));
        Assert.Equal(27UL, await client.BlockNumberAsync(CancellationToken.None));
        for (ulong number = 0; number <= 27; number++)
        {
            BlockId id = new BlockId.ByNumber(number);
            Block block = await client.BlockAsync(id, CancellationToken.None);
            StateUpdate update = await client.StateUpdateAsync(id, CancellationToken.None);
            Assert.Equal(rpc.Chain.Blocks[(int)number].Header, block.Header);
            Assert.Equal(block.Header.Hash, BlockHash.Compute(block.Header));
            Assert.Equal(block.Header.Commitments, ContentCommitments.Compute(block.Transactions, block.Receipts, update.Diff));
            Assert.Equal(block.Header.StateRoot, update.NewRoot);
        }

        SierraClass account = await client.ClassAsync(BlockId.Latest, ChainContracts.Account.ClassHash, CancellationToken.None);
        Assert.Equal(ChainContracts.Account.ClassHash, ClassHash.Compute(account));
        CasmClass compiled = await client.CompiledClassAsync(ChainContracts.Account.ClassHash, CancellationToken.None);
        Assert.Equal(ChainContracts.Account.CompiledClassHash, CompiledClassHash.Blake(compiled));
        Felt holder = DevelopmentAccounts.All[3].Address;
        Assert.NotEqual(Felt.Zero, await client.StorageAtAsync(
            BlockId.Latest, WellKnownAddresses.FeeToken, StorageLayout.Balance(holder), CancellationToken.None));
        Assert.Equal(ChainContracts.Account.ClassHash, await client.ClassHashAtAsync(BlockId.Latest, holder, CancellationToken.None));
    }

    [Fact]
    public async Task TheClientSendsFollowsAndReportsErrors()
    {
        RpcClient client = new(http, server.Address);
        InvokeTransaction original = (InvokeTransaction)rpc.Chain.Blocks[10].Transactions[0];
        InvokeTransaction changed = (InvokeTransaction)(original with { Tip = 9 }).WithHash(ChainId.Sepolia);
        Assert.Null(await client.StatusAsync(changed.Hash, CancellationToken.None));
        Assert.Equal(changed.Hash, await client.SubmitAsync(new(changed), CancellationToken.None));
        Assert.Equal(TransactionFinality.Received, (await client.StatusAsync(changed.Hash, CancellationToken.None))!.Finality);
        Assert.Equal(ExecutionStatus.Succeeded, (await client.StatusAsync(original.Hash, CancellationToken.None))!.Execution);
        (TransactionReceipt receipt, ulong number) = await client.ReceiptAsync(original.Hash, CancellationToken.None);
        Assert.Equal((original.Hash, 10UL), (receipt.TransactionHash, number));
        Assert.Equal(original.Hash, (await client.TransactionAsync(original.Hash, CancellationToken.None)).Hash);
        Assert.Equal([7, 8], await client.CallAsync(new(1, 2, [3]), BlockId.Latest, CancellationToken.None));
        Assert.Equal(
            (UInt128)7, (await client.EstimateFeeAsync(new(changed), BlockId.PreConfirmed, true, CancellationToken.None)).OverallFee);
        EventPage page =
            await client.EventsAsync(WellKnownAddresses.FeeToken, new BlockId.ByNumber(5), BlockId.Latest, 2, null, CancellationToken.None);
        Assert.Equal(rpc.Chain.Blocks[5].Receipts[0].Events[0].Data, page.Events[0].Event.Data);
        EventPage second = await client.EventsAsync(
            WellKnownAddresses.FeeToken, new BlockId.ByNumber(5), BlockId.Latest, 2, page.Token, CancellationToken.None);
        Assert.True(second.Events[0].BlockNumber > page.Events[0].BlockNumber);
        Assert.Equal((original.Hash, TransactionType.Invoke), Place(await client.TraceAsync(original.Hash, CancellationToken.None)));
        RpcClientException error =
            await Assert.ThrowsAsync<RpcClientException>(() => client.NonceAsync(BlockId.Latest, 5, CancellationToken.None));
        Assert.Equal(20, error.Code);
    }

    private async Task<HttpResponseMessage> PostChunkedAsync(string body)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, server.Address)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
            Headers = { TransferEncodingChunked = true },
        };
        return await http.SendAsync(request);
    }

    private static async Task<(int Code, string? Detail)> ErrorAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        JsonElement root = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(JsonValueKind.Null, root.GetProperty("id").ValueKind);
        JsonElement error = root.GetProperty("error");
        return (error.GetProperty("code").GetInt32(), error.GetProperty("data").GetString());
    }

    private static (Felt Hash, TransactionType Type) Place(TransactionTrace trace) => (trace.TransactionHash, trace.Type);

    // The end may show while connecting, or with the first read.
    private static async Task<bool> IsCutAsync(int port)
    {
        using TcpClient third = new();
        try
        {
            await third.ConnectAsync(IPAddress.Loopback, port);
            return await third.GetStream().ReadAsync(new byte[1]) == 0;
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return true;
        }
    }
}
