using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.Rpc.Tests;

/// <summary>Requests that are almost right: each has one answer, and no guess is made of what was meant.</summary>
public sealed class ParameterTests
{
    private const string Account = "0x78b5ce80a261c4b45012c0cd046deb79fa5e90397c9e88b419d8814658195e7";
    private readonly RpcFixture rpc = new();

    [Theory]
    [InlineData("""{"block_number":1,"block_hash":"0x1"}""")]
    [InlineData("""{"block_hash":"0x1","block_number":1}""")]
    [InlineData("""{"block_number":1,"block_hash":null}""")]
    [InlineData("""{"block_number":1,"tag":"latest"}""")]
    [InlineData("""{"block_number":1,"block_number":2}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("\"pending\"")]
    [InlineData("\"Latest\"")]
    [InlineData("""{"block_number":-1}""")]
    [InlineData("""{"block_number":1.5}""")]
    [InlineData("""{"block_number":"1"}""")]
    [InlineData("""{"block_hash":"0X1"}""")]
    [InlineData("""{"block_hash":"1"}""")]
    public async Task ABlockIdNamesOneBlockInOneWay(string id)
    {
        foreach (string method in (string[])["starknet_getBlockWithTxs", "starknet_getStateUpdate", "starknet_traceBlockTransactions"])
        {
            Assert.Equal(-32602, await rpc.ErrorAsync(method, $$"""{"block_id":{{id}}}"""));
        }
    }

    [Theory]
    [InlineData("99999999999")]
    [InlineData("18446744073709551615")]
    [InlineData("18446744073709551616")]
    [InlineData("340282366920938463463374607431768211456")]
    public async Task ANumberMayBeLargeAndThenNamesNothing(string number)
    {
        Assert.Equal(24, await rpc.ErrorAsync("starknet_getBlockWithTxs", $$"""[{"block_number":{{number}}}]"""));
        Assert.Equal(27, await rpc.ErrorAsync("starknet_getTransactionByBlockIdAndIndex", $$"""["latest",{{number}}]"""));
        Assert.Equal(31, await rpc.ErrorAsync("starknet_getEvents", $$"""[{"chunk_size":{{number}}}]"""));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("\"1\"")]
    public async Task WhatIsNoIndexIsNone(string index) =>
        Assert.Equal(-32602, await rpc.ErrorAsync("starknet_getTransactionByBlockIdAndIndex", $$"""["latest",{{index}}]"""));

    [Fact]
    public async Task TheBlockBeingBuiltIsRefusedWhereTheSchemaLeavesItOut()
    {
        Assert.Equal(-32602, await rpc.ErrorAsync("starknet_traceBlockTransactions", """["pre_confirmed"]"""));
        Assert.Equal(-32602, await rpc.ErrorAsync("starknet_getStorageProof", """["pre_confirmed"]"""));
        Assert.Equal(24, await rpc.ErrorAsync("starknet_traceBlockTransactions", """["l1_accepted"]"""));
        Assert.Equal(-32602, await rpc.ErrorAsync("starknet_getStorageProof", """{"block_id":"latest","class_hashes":["zz"]}"""));
        Assert.Equal(-32602, await rpc.ErrorAsync("starknet_getStorageProof", """{"block_id":"latest","contracts_storage_keys":[{}]}"""));
    }

    [Fact]
    public async Task AFeltBeginsWithASmallXAndItsDigitsMayBeEscaped()
    {
        string escaped = $"\\u0030x{string.Concat(Account.Skip(2).Select(digit => $"\\u{(int)digit:x4}"))}";
        JsonElement plain = await rpc.ResultAsync("starknet_getNonce", $$"""["latest","{{Account}}"]""");
        JsonElement same = await rpc.ResultAsync("starknet_getNonce", $$"""["latest","{{escaped}}"]""");
        Assert.Equal(plain.GetString(), same.GetString());
        Assert.Equal(-32602, await rpc.ErrorAsync("starknet_getNonce", $$"""["latest","0X{{Account[2..]}}"]"""));
        string tooLong = $"0x{new string('0', 65)}";
        foreach (string wrong in (string[])["0x", "", "x1", "0xg", "0x 1", "0x\\u0020", "0x\\u0067", "\\u0000x1", tooLong])
        {
            Assert.Equal(-32602, await rpc.ErrorAsync("starknet_getNonce", $$"""["latest","{{wrong}}"]"""));
        }

        // P itself is no felt; P - 1 is one, and no contract stands there.
        Assert.Equal(-32602, await rpc.ErrorAsync(
            "starknet_getNonce", """["latest","0x800000000000011000000000000000000000000000000000000000000000001"]"""));
        Assert.Equal(20, await rpc.ErrorAsync(
            "starknet_getNonce", """["latest","0x800000000000011000000000000000000000000000000000000000000000000"]"""));
    }

    [Fact]
    public async Task UnknownNamesAndNamesGivenTwiceAreRefused()
    {
        Assert.Equal(-32602, await rpc.ErrorAsync("starknet_blockNumber", """{"block_id":"latest"}"""));
        Assert.Equal(
            -32602, await rpc.ErrorAsync("starknet_getNonce", $$"""{"block_id":"latest","contract_address":"{{Account}}","Block_id":5}"""));
        Assert.Equal(-32602, await rpc.ErrorAsync(
            "starknet_getNonce", $$"""{"block_id":"latest","block_id":"latest","contract_address":"{{Account}}"}"""));
        Assert.Equal(-32602, await rpc.ErrorAsync(
            "starknet_getNonce", $$"""{"block_id":"latest","bl\u006fck_id":"latest","contract_address":"{{Account}}"}"""));
        Assert.Equal(-32602, await rpc.ErrorAsync("starknet_getEvents", """[{"chunk_size":5,"chunk_size":6}]"""));
        JsonElement error = (await rpc.CallAsync("starknet_blockNumber", $$"""{"{{new string('n', 100_000)}}":1}""")).GetProperty("error");
        Assert.InRange(error.GetProperty("data").GetString()!.Length, 1, 200);
        await rpc.ResultAsync("starknet_blockNumber", "{}");
        await rpc.ResultAsync("starknet_getBlockWithTxs", """{"block_id":"latest","response_flags":null}""");
    }

    [Fact]
    public async Task FlagsAreWordsOfTheSpecification()
    {
        Assert.Equal(-32602, await rpc.ErrorAsync("starknet_traceBlockTransactions", """["latest",["RETURN_EVERYTHING"]]"""));
        Assert.Equal(-32602, await rpc.ErrorAsync("starknet_traceBlockTransactions", """["latest","RETURN_INITIAL_READS"]"""));
        Assert.Equal(-32602, await rpc.ErrorAsync("starknet_getBlockWithTxs", """["latest",["INCLUDE_LAST_UPDATE_BLOCK"]]"""));
        Assert.Equal(-32602, await rpc.ErrorAsync("starknet_getStorageAt", """["0x1","0x2","latest",["INCLUDE_PROOF_FACTS"]]"""));
        Assert.Equal(-32602, await rpc.ErrorAsync("starknet_simulateTransactions", """["latest",[],["SKIP_EXECUTE"]]"""));
        Assert.Equal(-32602, await rpc.ErrorAsync("starknet_estimateFee", """[[],["SKIP_FEE_CHARGE"],"latest"]"""));
    }

    [Theory]
    [InlineData("starknet_estimateFee", """{"request":[],"block_id":"latest"}""")]
    [InlineData("starknet_estimateFee", """{"request":[],"simulation_flags":null,"block_id":"latest"}""")]
    [InlineData("starknet_simulateTransactions", """{"block_id":"latest","transactions":[]}""")]
    public async Task FlagsThatTheSpecificationRequiresAreRequired(string method, string parameters)
    {
        JsonElement error = (await rpc.CallAsync(method, parameters)).GetProperty("error");
        Assert.Equal(-32602, error.GetProperty("code").GetInt32());
        Assert.StartsWith("simulation_flags: expected", error.GetProperty("data").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HashesAndAddressesOfL1HaveTheirOwnForm()
    {
        Assert.Equal(29, await rpc.ErrorAsync("starknet_getMessagesStatus", """["0xabc"]"""));
        Assert.Equal(29, await rpc.ErrorAsync("starknet_getMessagesStatus", $$"""["0x{{new string('f', 64)}}"]"""));
        foreach (string wrong in (string[])["\"zz\"", "\"0x\"", "\"0xzz\"", "5", "null", "\"0Xab\"", $"\"0x{new string('f', 65)}\""])
        {
            Assert.Equal(-32602, await rpc.ErrorAsync("starknet_getMessagesStatus", $"[{wrong}]"));
        }

        static string Message(string from) =>
            $$"""[{"from_address":"{{from}}","to_address":"0x2","entry_point_selector":"0x3","payload":[]},"latest"]""";
        Assert.Equal(20, await rpc.ErrorAsync("starknet_estimateMessageFee", Message($"0x{new string('f', 40)}")));
        Assert.Equal(-32602, await rpc.ErrorAsync("starknet_estimateMessageFee", Message($"0x1{new string('0', 40)}")));
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":9,"method":5}""", -32600, "9")]
    [InlineData("""{"jsonrpc":"2.0","id":9}""", -32600, "9")]
    [InlineData("""{"jsonrpc":"2.0","id":9,"method":""}""", -32600, "9")]
    [InlineData("""{"jsonrpc":"1.0","id":9,"method":"starknet_chainId"}""", -32600, "9")]
    [InlineData("""{"jsonrpc":2.0,"id":9,"method":"starknet_chainId"}""", -32600, "9")]
    [InlineData("""{"id":9,"method":"starknet_chainId"}""", -32600, "9")]
    [InlineData("""{"id":"a","method":"starknet_chainId"}""", -32600, "\"a\"")]
    [InlineData("""{"jsonrpc":"2.0","id":[9],"method":"starknet_chainId"}""", -32600, "null")]
    [InlineData("""{"jsonrpc":"2.0","id":true,"method":"starknet_chainId"}""", -32600, "null")]
    [InlineData("""{"jsonrpc":"2.0","id":9,"id":8,"method":"starknet_chainId"}""", -32600, "null")]
    [InlineData("""{"jsonrpc":"2.0","id":9,"method":"starknet_chainId","params":[],"params":[]}""", -32600, "null")]
    [InlineData("""{"jsonrpc":"2.0","id":9,"method":"starknet_chainId","params":"x"}""", -32602, "9")]
    [InlineData("""{"jsonrpc":"2.0","id":"\ud800","method":"starknet_chainId"}""", -32600, "null")]
    [InlineData("""{"jsonrpc":"2.0","id":9,"method":"\ud800"}""", -32600, "9")]
    [InlineData("""{"jsonrpc":"\ud800","id":9,"method":"starknet_chainId"}""", -32600, "9")]
    [InlineData("""{"jsonrpc":"2.0","id":9,"method":"starknet_\udc00chainId"}""", -32600, "9")]
    [InlineData("""{"jsonrpc":"2.0","\ud800":1,"id":9,"method":"starknet_chainId"}""", -32600, "null")]
    [InlineData("""{"jsonrpc":"2.0","id":9,"method":"starknet_getNonce","params":["\ud800","0x1"]}""", -32602, "9")]
    [InlineData("""{"jsonrpc":"2.0","id":9,"method":"starknet_getNonce","params":{"\ud800":"0x1"}}""", -32602, "9")]
    [InlineData("""{"jsonrpc":"2.0","id":9,"method":"starknet_getEvents","params":[{"chunk_size":1,"\udfff":2}]}""", -32602, "9")]
    [InlineData("""{"jsonrpc":"2.0","id":9,"method":"starknet_getNonce","params":["\ud83d\ud83d","0x1"]}""", -32602, "9")]
    public async Task WhatIsNoCallSaysSoUnderItsIdAndLeavesTheOthersAlone(string call, int code, string id)
    {
        JsonElement alone = await rpc.SendAsync(call);
        Assert.Equal(code, alone.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(id, alone.GetProperty("id").GetRawText());
        const string Good = """{"jsonrpc":"2.0","id":1,"method":"starknet_chainId"}""";
        JsonElement batch = await rpc.SendAsync($"[{Good},{call},{Good}]");
        Assert.Equal(3, batch.GetArrayLength());
        Assert.True(batch[0].TryGetProperty("result", out _));
        Assert.True(JsonElement.DeepEquals(alone, batch[1]));
        Assert.True(batch[2].TryGetProperty("result", out _));
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":"\ud83d\ude00","method":"starknet_chainId"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"\\ud800","method":"starknet_chainId"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"\"\\\\","method":"starknet_cha\u0069nId","more":1,"params":null}""")]
    public async Task WholePairsAndEscapesAreText(string call)
    {
        JsonElement answer = await rpc.SendAsync(call);
        Assert.True(answer.TryGetProperty("result", out _), answer.ToString());
        Assert.Equal(JsonDocument.Parse(call).RootElement.GetProperty("id").GetString(), answer.GetProperty("id").GetString());
    }

    [Fact]
    public async Task ABodyIsUtf8()
    {
        byte[] valid = Encoding.UTF8.GetBytes("""{"jsonrpc":"2.0","id":"aé","method":"starknet_chainId"}""");
        Assert.Contains("result", await TextAsync(valid), System.StringComparison.Ordinal);
        byte[] broken = [.. valid.Select(octet => octet == 0xc3 ? (byte)0xff : octet)];
        Assert.Contains("-32700", await TextAsync(broken), System.StringComparison.Ordinal);

        // Half a surrogate pair in UTF-8, and an overlong slash.
        Assert.Contains("-32700", await TextAsync([.. "\""u8, 0xed, 0xa0, 0x80, .. "\""u8]), System.StringComparison.Ordinal);
        Assert.Contains("-32700", await TextAsync([.. "\""u8, 0xc0, 0xaf, .. "\""u8]), System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADefectIsLoggedUnderTheNumberThatTheAnswerNames()
    {
        Limits.RecordedLog log = new();
        RpcService service = new(rpc.Backend, new(), log);
        rpc.Executor.IsUntraceable = true;
        byte[] request = Encoding.UTF8.GetBytes(
            """{"jsonrpc":"2.0","id":1,"method":"starknet_traceBlockTransactions","params":["latest"]}""");
        JsonElement error = JsonDocument.Parse(await service.HandleAsync(request, CancellationToken.None)).RootElement.GetProperty("error");
        Assert.Equal(-32603, error.GetProperty("code").GetInt32());
        Assert.Contains("request 1;", error.GetProperty("data").GetString(), System.StringComparison.Ordinal);
        Assert.Contains("request 1:", Assert.Single(log.Lines).Text, System.StringComparison.Ordinal);
        Assert.NotNull(log.Lines[0].Exception);
    }

    private async Task<string> TextAsync(byte[] body) =>
        Encoding.UTF8.GetString((await rpc.Service.HandleAsync(body, CancellationToken.None)).Span);
}
