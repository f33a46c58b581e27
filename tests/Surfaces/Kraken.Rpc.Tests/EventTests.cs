using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Tests.Limits;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Receipts;
using Xunit;

namespace Kraken.Rpc.Tests;

public sealed class EventTests
{
    private const string Transfer = "0x99cd8bde557814842a3121e8ddfd433a539b8c9f14bf31ebf108d12e6196e9";
    private readonly RpcFixture rpc = new();

    [Fact]
    public async Task PagesOfAnySizeGiveAllEventsOnceInOrder()
    {
        string[] expected = [.. rpc.Chain.Blocks.SelectMany(block => block.Receipts).SelectMany(receipt =>
            receipt.Events.Select((_, index) => $"{receipt.TransactionHash}/{index}"))];
        Assert.True(expected.Length > 40);
        foreach (int size in (int[])[1, 2, 7, 1024])
        {
            List<JsonElement> events = await AllAsync("", size);
            Assert.Equal(expected, events.Select(item => $"{item.GetProperty("transaction_hash")}/{item.GetProperty("event_index")}"));
        }
    }

    [Fact]
    public async Task TheLastPageHasNoTokenEvenWhenItIsFull()
    {
        int total = rpc.Chain.Blocks.SelectMany(block => block.Receipts).Sum(receipt => receipt.Events.Length);
        JsonElement page = await PageAsync("", total, null);
        Assert.Equal(total, page.GetProperty("events").GetArrayLength());
        Assert.False(page.TryGetProperty("continuation_token", out _));
    }

    [Fact]
    public async Task PagesOfOneBlockReadItOnce()
    {
        const string Filter = ""","from_block":{"block_number":6},"to_block":{"block_number":6} """;
        await AllAsync(Filter, 1000);
        int before = rpc.Chain.BlocksRead;
        int pages = (await AllAsync(Filter, 1)).Count;
        Assert.InRange(pages, 2, 100);
        Assert.Equal(before, rpc.Chain.BlocksRead);
    }

    [Fact]
    public async Task AddressesAndKeysRestrictTheEvents()
    {
        ContractEvent[] all = [.. rpc.Chain.Blocks.SelectMany(block => block.Receipts).SelectMany(receipt => receipt.Events)];
        Kraken.Fields.Felt token = WellKnownAddresses.FeeToken;
        int ofToken = all.Count(item => item.FromAddress == token);
        Assert.Equal(ofToken, (await AllAsync($$""","address":"{{token}}" """, 5)).Count);
        Assert.Equal(ofToken, (await AllAsync($$""","address":["{{token}}","0x5"] """, 5)).Count);
        Assert.Empty(await AllAsync(""","address":"0x5" """, 5));

        int transfers = all.Count(item => item.Keys[0].ToString() == Transfer);
        Assert.Equal(transfers, (await AllAsync($$""","keys":[["{{Transfer}}"]] """, 5)).Count);
        Assert.Equal(all.Length, (await AllAsync(""","keys":[[],[],[],[],[]] """, 5)).Count);
        Assert.Equal(transfers, (await AllAsync($$""","keys":[["{{Transfer}}"],[],[],[],[]] """, 5)).Count);
        Assert.Equal(
            all.Count(item => item.Keys.Length >= 3 && item.Keys[2] == (Kraken.Fields.Felt)0x1000),
            (await AllAsync(""","keys":[[],[],["0x1000"]] """, 5)).Count);
    }

    [Fact]
    public async Task BlockBoundsRestrictTheEvents()
    {
        List<JsonElement> events = await AllAsync(""","from_block":{"block_number":6},"to_block":{"block_number":7} """, 3);
        Assert.All(events, item => Assert.InRange(item.GetProperty("block_number").GetInt32(), 6, 7));
        Assert.Equal(rpc.Chain.Blocks[6].Receipts[0].Events.Length + rpc.Chain.Blocks[7].Receipts[0].Events.Length, events.Count);
        Assert.Empty(await AllAsync(""","from_block":{"block_number":7},"to_block":{"block_number":6} """, 3));
        Assert.Equal(
            await AllAsync(""","from_block":"latest" """, 3) is var latest ? latest.Count : 0,
            (await AllAsync(""","from_block":"latest","to_block":"pre_confirmed" """, 3)).Count);
    }

    [Fact]
    public async Task ReadingIsBoundedByBlocksAndGoesOnFromTheToken()
    {
        RpcFixture bounded = new(new RpcOptions { MaxEventBlocks = 2 });
        JsonElement page = await bounded.ResultAsync("starknet_getEvents", """{"filter":{"address":"0x5","chunk_size":10}}""");
        Assert.Equal(0, page.GetProperty("events").GetArrayLength());
        Assert.True(page.TryGetProperty("continuation_token", out _));
    }

    [Fact]
    public async Task TenThousandEmptyBlocksArePassedOverInBoundedPages()
    {
        EmptyChain chain = new(10_000, rpc.Chain.Latest!);
        RpcService service = new(new RpcBackend { Chain = chain }, new RpcOptions { MaxEventScan = 3000 });
        string? token = null;
        for (int page = 0; page < 4; page++)
        {
            int before = chain.HeadersRead;
            string more = token is null ? string.Empty : $",\"continuation_token\":\"{token}\"";
            byte[] request = Encoding.UTF8.GetBytes(
                $$$"""{"jsonrpc":"2.0","id":1,"method":"starknet_getEvents","params":[{"chunk_size":10{{{more}}}}]}""");
            ReadOnlyMemory<byte> answer = await service.HandleAsync(request, CancellationToken.None);
            JsonElement result = JsonDocument.Parse(answer).RootElement.GetProperty("result");
            Assert.InRange(chain.HeadersRead - before, 1, 3001);
            token = result.TryGetProperty("continuation_token", out JsonElement next) ? next.GetString() : null;
            Assert.Equal(page == 3, token is null);
        }
    }

    [Fact]
    public async Task PagesEndWhereTheirBytesDoAndLoseNothing()
    {
        int total = rpc.Chain.Blocks.SelectMany(block => block.Receipts).Sum(receipt => receipt.Events.Length);
        RpcFixture written = new(new RpcOptions { MaxEventPageBytes = 2000 });
        Assert.Equal(total, await CountAsync(written, mostInAPage: 10));
        RpcFixture read = new(new RpcOptions { MaxEventReadBytes = 1 });
        Assert.Equal(
            total,
            await CountAsync(read, mostInAPage: rpc.Chain.Blocks.Max(block => block.Receipts.Sum(receipt => receipt.Events.Length))));
    }

    [Fact]
    public async Task ATokenServesTheFilterThatGaveItAndNoOther()
    {
        const string Filter = ""","from_block":{"block_number":6},"to_block":{"block_number":20} """;
        string token = (await PageAsync(Filter, 3, null)).GetProperty("continuation_token").GetString()!;
        string[] parts = token.Split('-');

        // Pages of another size may follow, and the same filter in another spelling is the same.
        Assert.Equal(5, (await PageAsync(Filter, 5, token)).GetProperty("events").GetArrayLength());
        await PageAsync(""","to_block":{"block_number":20},"from_block":{"block_number":6},"keys":[],"address":[] """, 3, token);
        foreach (string other in (string[])
        [
            "",
            ""","from_block":{"block_number":7},"to_block":{"block_number":20} """,
            ""","from_block":{"block_number":6},"to_block":{"block_number":21} """,
            ""","from_block":{"block_number":6},"to_block":"latest" """,
            $$""","from_block":{"block_hash":"{{rpc.Chain.Blocks[6].Header.Hash}}"},"to_block":{"block_number":20} """,
            Filter + ""","address":"0x5" """,
            Filter + ""","keys":[["0x1"]] """,
            Filter + ""","keys":[[]] """,
        ])
        {
            Assert.Equal(33, await TokenErrorAsync(other, token));
        }

        ulong block = ulong.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture);
        int skip = int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture);
        foreach (string altered in (string[])
        [
            "0-0", "6-0", "6-999999", "06-00", "", "-", "--", "6", $"{token}0", $"{token}-0",
            $"{parts[0]}-{parts[1]}", $"{parts[0]}-{parts[1]}-",
            $"0{token}", $"{parts[0]}-0{parts[1]}-{parts[2]}", $"{parts[0]}-{parts[1]}-{parts[2].ToUpperInvariant()}x", $" {token}",
            $"{block + 1}-{parts[1]}-{parts[2]}", $"{parts[0]}-{skip + 1}-{parts[2]}",
            $"-1-0-{parts[2]}", $"99999999999999999999-0-{parts[2]}", new string('1', 100_000),
        ])
        {
            Assert.Equal(33, await TokenErrorAsync(Filter, altered));
        }

        Assert.Equal(-32602, await rpc.ErrorAsync("starknet_getEvents", """[{"chunk_size":5,"continuation_token":5}]"""));
    }

    [Fact]
    public async Task PagesFromATagGoOnWhenTheTagHasMoved()
    {
        rpc.Chain.Head = 10;
        string token = (await PageAsync(""","from_block":"latest" """, 1, null)).GetProperty("continuation_token").GetString()!;
        rpc.Chain.Head = 11;
        List<JsonElement> rest = [.. (await PageAsync(""","from_block":"latest" """, 1000, token)).GetProperty("events").EnumerateArray()];
        int expected = rpc.Chain.Blocks.Skip(10).Take(2).SelectMany(block => block.Receipts).Sum(receipt => receipt.Events.Length) - 1;
        Assert.Equal(expected, rest.Count);
    }

    [Fact]
    public async Task TheLastBlockMayLieBeyondTheHead()
    {
        int all = (await AllAsync("", 1000)).Count;
        foreach (string to in (string[])["28", "29", "1000000", "18446744073709551615", "99999999999999999999"])
        {
            Assert.Equal(all, (await AllAsync($$""","to_block":{"block_number":{{to}}} """, 1000)).Count);
        }

        Assert.Equal(24, await rpc.ErrorAsync("starknet_getEvents", """[{"chunk_size":5,"to_block":{"block_hash":"0x5"}}]"""));
        Assert.Equal(24, await rpc.ErrorAsync("starknet_getEvents", """[{"chunk_size":5,"from_block":{"block_number":28}}]"""));
        Assert.Equal(24, await rpc.ErrorAsync("starknet_getEvents", """[{"chunk_size":5,"to_block":"l1_accepted"}]"""));
    }

    [Fact]
    public async Task TooManyKeysAreOneErrorHoweverManyAndWherever()
    {
        static string Repeat(string item, int count) => string.Join(',', Enumerable.Repeat(item, count));
        foreach (string keys in (string[])
        [
            $"[[{Repeat("\"0x1\"", 256)}]]", $"[[{Repeat("\"0x1\"", 257)}]]", $"[[{Repeat("\"0x1\"", 5000)}]]",
            $"[{Repeat("[]", 257)}]", $"[{Repeat("[\"0x1\"]", 129)}]", $"[{Repeat("[]", 5000)}]",
        ])
        {
            Assert.Equal(34, await rpc.ErrorAsync("starknet_getEvents", $$"""[{"chunk_size":5,"keys":{{keys}}}]"""));
        }

        foreach (string keys in (string[])[$"[[{Repeat("\"0x1\"", 255)}]]", $"[{Repeat("[]", 256)}]", $"[{Repeat("[\"0x1\"]", 128)}]"])
        {
            await rpc.ResultAsync("starknet_getEvents", $$"""[{"chunk_size":5,"keys":{{keys}}}]""");
        }
    }

    [Fact]
    public async Task WrongFiltersHaveTheirErrors()
    {
        await RefusedAsync(31, """{"chunk_size":1025}""", "filter.chunk_size: expected at most 1024, got 1025");
        Assert.Equal(-32602, await rpc.ErrorAsync("starknet_getEvents", """[{"chunk_size":0}]"""));
        Assert.Equal(-32602, await rpc.ErrorAsync("starknet_getEvents", "[{}]"));
        await RefusedAsync(
            33, """{"chunk_size":5,"continuation_token":"x"}""", "filter.continuation_token: expected one that a page of this filter gave");
        Assert.Equal(33, await rpc.ErrorAsync("starknet_getEvents", """[{"chunk_size":5,"continuation_token":"99-0"}]"""));
        Assert.Equal(24, await rpc.ErrorAsync("starknet_getEvents", """[{"chunk_size":5,"from_block":{"block_number":99}}]"""));
        string keys = string.Join(',', Enumerable.Repeat("\"0x1\"", 256));
        await RefusedAsync(34, $$"""{"chunk_size":5,"keys":[[{{keys}}]]}""", "keys: expected at most 256, positions included, got 257");
    }

    [Theory]
    [InlineData("adress", "'adress'")]
    [InlineData("fromBlock", "'fromBlock'")]
    [InlineData("Keys", "'Keys'")]
    public async Task AMisspeltMemberIsNotLeftOut(string name, string shown) => await RefusedAsync(
        -32602,
        $$"""{"chunk_size":5,"{{name}}":null}""",
        $"filter: expected the members from_block, to_block, address, keys, chunk_size, continuation_token alone, got {shown}");

    [Fact]
    public async Task AMisspeltNameIsShownShort()
    {
        JsonElement answer = await rpc.CallAsync(
            "starknet_getEvents", $$"""[{"chunk_size":5,"{{new string('n', 100_000)}}":1}]""");
        Assert.InRange(answer.GetProperty("error").GetProperty("data").GetString()!.Length, 1, 300);
    }

    private async Task RefusedAsync(int code, string filter, string data)
    {
        JsonElement error = (await rpc.CallAsync("starknet_getEvents", $"[{filter}]")).GetProperty("error");
        Assert.Equal(
            (code, data), (error.GetProperty("code").GetInt32(), error.GetProperty("data").GetString()));
    }

    private Task<int> TokenErrorAsync(string filter, string token) => rpc.ErrorAsync(
        "starknet_getEvents", $$$"""{"filter":{"chunk_size":3{{{filter}}},"continuation_token":"{{{token}}}"}}""");

    private static async Task<int> CountAsync(RpcFixture bounded, int mostInAPage)
    {
        int count = 0;
        string? token = null;
        do
        {
            JsonElement page = await bounded.ResultAsync(
                "starknet_getEvents",
                $$$"""{"filter":{"chunk_size":1000{{{(token is null ? "" : $",\"continuation_token\":\"{token}\"")}}}}}""");
            Assert.InRange(page.GetProperty("events").GetArrayLength(), 1, mostInAPage);
            count += page.GetProperty("events").GetArrayLength();
            token = page.TryGetProperty("continuation_token", out JsonElement next) ? next.GetString() : null;
        }
        while (token is not null);
        return count;
    }

    private async Task<List<JsonElement>> AllAsync(string filter, int size)
    {
        List<JsonElement> events = [];
        string? token = null;
        do
        {
            JsonElement page = await PageAsync(filter, size, token);
            Assert.True(page.GetProperty("events").GetArrayLength() <= size);
            events.AddRange(page.GetProperty("events").EnumerateArray());
            token = page.TryGetProperty("continuation_token", out JsonElement next) ? next.GetString() : null;
        }
        while (token is not null);
        return events;
    }

    private Task<JsonElement> PageAsync(string filter, int size, string? token) => rpc.ResultAsync(
        "starknet_getEvents",
        $$$"""{"filter":{"chunk_size":{{{size}}}{{{filter}}}{{{(token is null ? "" : $",\"continuation_token\":\"{token}\"")}}}}}""");
}
