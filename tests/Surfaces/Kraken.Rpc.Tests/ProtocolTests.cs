using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.Rpc.Tests;

public sealed class ProtocolTests
{
    private readonly RpcFixture rpc = new();

    [Fact]
    public async Task ParametersMayStandByNameOrByPosition()
    {
        JsonElement named = await rpc.ResultAsync("starknet_getBlockWithTxs", """{"block_id":{"block_number":3}}""");
        JsonElement placed = await rpc.ResultAsync("starknet_getBlockWithTxs", """[{"block_number":3}]""");
        Assert.True(JsonElement.DeepEquals(named, placed));
        Assert.Equal(-32602, await rpc.ErrorAsync("starknet_getBlockWithTxs", "[]"));
        Assert.Equal(-32602, await rpc.ErrorAsync("starknet_getBlockWithTxs", """["latest",[],1]"""));
        Assert.Equal(-32602, await rpc.ErrorAsync("starknet_getBlockWithTxs", "5"));
        Assert.Equal(-32602, await rpc.ErrorAsync("starknet_getBlockWithTxs", """["newest"]"""));
        Assert.Equal(-32602, await rpc.ErrorAsync("starknet_getBlockWithTxs", """[{"block_number":-1}]"""));
        Assert.Equal(-32601, await rpc.ErrorAsync("starknet_nothing", "[]"));
    }

    [Fact]
    public async Task TheIdComesBackAsItWasSent()
    {
        Assert.Equal(
            "a", (await rpc.SendAsync("""{"jsonrpc":"2.0","id":"a","method":"starknet_chainId"}""")).GetProperty("id").GetString());
        Assert.Equal(5, (await rpc.SendAsync("""{"jsonrpc":"2.0","id":5,"method":"starknet_chainId"}""")).GetProperty("id").GetInt32());
        Assert.Equal(JsonValueKind.Undefined, (await rpc.SendAsync("""{"jsonrpc":"2.0","method":"starknet_chainId"}""")).ValueKind);
        Assert.Equal(-32600, Code(await rpc.SendAsync("""{"jsonrpc":"2.0","id":{},"method":"starknet_chainId"}""")));
    }

    [Fact]
    public async Task BatchesAreAnsweredInOrderWithoutNotifications()
    {
        JsonElement answers = await rpc.SendAsync("""
            [{"jsonrpc":"2.0","id":1,"method":"starknet_chainId"},{"jsonrpc":"2.0","method":"starknet_chainId"},
             {"jsonrpc":"2.0","id":2,"method":"nothing"},7]
            """);
        Assert.Equal(3, answers.GetArrayLength());
        Assert.Equal(1, answers[0].GetProperty("id").GetInt32());
        Assert.Equal(-32601, Code(answers[1]));
        Assert.Equal(-32600, Code(answers[2]));
        Assert.Equal(JsonValueKind.Undefined, (await rpc.SendAsync("""[{"jsonrpc":"2.0","method":"starknet_chainId"}]""")).ValueKind);
    }

    [Fact]
    public async Task SizesAreBounded()
    {
        Assert.Equal(-32600, Code(await rpc.SendAsync("[]")));
        string call = """{"jsonrpc":"2.0","id":1,"method":"starknet_chainId"}""";
        Assert.Equal(-32600, Code(await rpc.SendAsync($"[{string.Join(',', Enumerable.Repeat(call, 129))}]")));
        Assert.Equal(128, (await rpc.SendAsync($"[{string.Join(',', Enumerable.Repeat(call, 128))}]")).GetArrayLength());
        RpcFixture small = new(new RpcOptions { MaxBodyBytes = 10 });
        Assert.Equal(-32600, Code(await small.SendAsync(call)));
    }

    [Fact]
    public async Task TimeIsBounded()
    {
        RpcFixture quick = new(new RpcOptions { Timeout = TimeSpan.FromMilliseconds(50) });
        quick.Executor.Hangs = true;
        Assert.Equal(-32603, await quick.ErrorAsync(
            "starknet_call", """[{"contract_address":"0x1","entry_point_selector":"0x2","calldata":[]},"latest"]"""));
    }

    [Fact]
    public async Task NoBytesMakeTheInterfaceThrow()
    {
        Assert.Equal(-32700, Code(await rpc.SendAsync("{")));
        Assert.Equal(-32700, Code(await rpc.SendAsync("")));
        Assert.Equal(-32600, Code(await rpc.SendAsync("5")));
        byte[] valid = Encoding.UTF8.GetBytes("""{"jsonrpc":"2.0","id":1,"method":"starknet_getEvents","params":{"filter":{"chunk_size":3,"keys":[["0x1"]],"address":["0x2"]}}}""");
        Random random = new(1);
        for (int round = 0; round < 2000; round++)
        {
            byte[] damaged = [.. valid];
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(32, 127);
            }

            ReadOnlyMemory<byte> answer = await rpc.Service.HandleAsync(damaged, CancellationToken.None);
            if (!answer.IsEmpty)
            {
                JsonElement parsed = JsonDocument.Parse(answer).RootElement;
                Assert.True(parsed.TryGetProperty("result", out _) || Code(parsed) != -32603, Encoding.UTF8.GetString(damaged));
            }
        }
    }

    private static int Code(JsonElement answer) => answer.GetProperty("error").GetProperty("code").GetInt32();
}
