using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using Kraken.Explorer.Views;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Xunit;

namespace Kraken.Explorer.Tests.Pages;

/// <summary>The pages of lists over the recorded chain: each shows what the chain holds, and how far it looked.</summary>
[Collection(nameof(ExplorerCollection))]
public sealed class ListingPageTests(ExplorerFixture explorer)
{
    private static readonly Felt Computed = Selector.FromName("Computed");

    [Fact]
    public async Task EventsAreTheLatestFirstAndDecoded()
    {
        string page = await explorer.PageAsync("/events");
        Shows(page, "data-testid=\"events\"", "Transfer", "from: ", "/block/27", explorer.Chain.Blocks[27].Transactions[0].Hash.ToString());
        Assert.True(
            page.IndexOf("/block/27\"", StringComparison.Ordinal) < page.IndexOf("/block/26\"", StringComparison.Ordinal), "order");
    }

    [Theory]
    [InlineData("Computed")]
    [InlineData("0x")]
    public async Task EventsAreFoundByNameAndByKey(string prefix)
    {
        string key = prefix == "0x" ? Computed.ToString() : prefix;
        string page = await explorer.PageAsync($"/events?key={key}");
        int expected = explorer.Chain.Blocks.Sum(block =>
            block.Receipts.Sum(receipt => receipt.Events.Count(happened => happened.Keys[0] == Computed)));
        Assert.Equal(expected, Count(page, "<code>Computed</code>") + Count(page, ">Computed</span>"));
        Assert.DoesNotContain("Transfer</", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EventsAreFilteredByContractAndBlocks()
    {
        string demo = explorer.Chain.Blocks[12].Receipts[0].Events[0].FromAddress.ToString();
        string page = await explorer.PageAsync($"/events?contract={demo}&from=10&to=12");
        Shows(page, "searched down to block 10", "blocks 10 to 12");
        Assert.Equal(3, Count(page, $"href=\"/contract/{demo}\""));
    }

    [Fact]
    public async Task NoEventsAreThoseOfBlocksToCome()
    {
        string page = await explorer.PageAsync("/events?from=99&to=100");
        Shows(page, "There is no block 99 yet");
        Assert.DoesNotContain("href=\"/contract/", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PagesOfEventsAreWholeAndDistinct()
    {
        // As many as there are, each once, over pages of fifty.
        int all = explorer.Chain.Blocks.Sum(block => block.Receipts.Sum(receipt => receipt.Events.Length));
        Assert.True(all < 2 * ExplorerLimits.Events);
        string first = await explorer.PageAsync("/events?format=csv");
        string place = (await explorer.PageAsync("/events")).Split("before=").ElementAtOrDefault(1)?.Split('"')[0] ?? "";
        string second = place.Length == 0 ? "" : await explorer.PageAsync($"/events?before={place}&format=csv");
        string[] rows = [.. first.Split("\r\n").Skip(1).Concat(second.Split("\r\n").Skip(1)).Where(row => row.Length > 0)];
        Assert.Equal(all, rows.Length);
        Assert.Equal(all, rows.Distinct().Count());
    }

    [Theory]
    [InlineData("/events?contract=x")]
    [InlineData("/events?key=a%20b")]
    [InlineData("/events?from=x")]
    [InlineData("/events?to=-1")]
    [InlineData("/events?from=5&to=1")]
    [InlineData("/events?before=1-2")]
    [InlineData("/messages?from=x")]
    [InlineData("/validators?from=")]
    [InlineData("/token/0x1?before=x")]
    [InlineData("/proofs/failed?below=x")]
    [InlineData("/class/0x1/sierra?from=x")]
    public async Task WhatMeansNothingIs400(string path)
    {
        using HttpResponseMessage answer = await explorer.Http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Shows(await answer.Content.ReadAsStringAsync(), "This address means nothing");
    }

    [Theory]
    [InlineData("/token/0x1")]
    [InlineData("/token/x")]
    [InlineData("/block/99/state")]
    [InlineData("/tx/0x1/state")]
    [InlineData("/class/0x1/sierra")]
    [InlineData("/class/0x1/casm")]
    [InlineData("/contract/0x1/read")]
    [InlineData("/contract/0x1/write")]
    public async Task WhatIsNotThereIs404(string path)
    {
        using HttpResponseMessage answer = await explorer.Http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task MessagesSayWhichBlocksWereRead() =>
        Shows(await explorer.PageAsync("/messages"), "Of blocks 0 to 27", "data-testid=\"from-l1\"", "data-testid=\"to-l1\"", "None.");

    [Fact]
    public async Task TokensAreFoundByTheirTransfers()
    {
        string page = await explorer.PageAsync("/tokens");
        Shows(page, $"href=\"/token/{WellKnownAddresses.FeeToken}\"", "STRK", "Starknet Token", "by the genesis file", "block 27 of 27");
    }

    [Fact]
    public async Task ATokenShowsSupplyHoldersAndTransfers()
    {
        string page = await explorer.PageAsync($"/token/{WellKnownAddresses.FeeToken}");
        Shows(
            page, "data-testid=\"token-title\">STRK<", "fees are paid in it", "data-testid=\"holders\"", "data-testid=\"transfers\"",
            explorer.Chain.Blocks[27].Transactions[0].Hash.ToString(), "Development account 1");
        Assert.DoesNotContain("data-testid=\"token-title\"", await NotFoundAsync($"/token/{DemoAddress}"), StringComparison.Ordinal);

        // Further down the holders are those of that page's transfers.
        Shows(page, "Of the addresses in the latest");
        string older = await explorer.PageAsync($"/token/{WellKnownAddresses.FeeToken}?before=5-0-0");
        Shows(older, "transfers of this page", "data-testid=\"holders\"", "rel=\"prev\"");
    }

    [Fact]
    public async Task ValidatorsShowWhoSignedWhoDidNotAndWhatIsForged()
    {
        string page = await explorer.PageAsync("/validators");
        Shows(
            page, "Each signature was checked here", "26 of them without a fault", "signatures checked",
            "are not those of two thirds of the 4 validators");

        // Blocks 5, 10, 15, 20 and 25 lack the fourth.
        string csv = await explorer.PageAsync("/validators?table=validators&format=csv");
        Assert.Contains("0x67,1,21,5,0,", csv, StringComparison.Ordinal);
        Assert.Contains("0x64,1,26,0,0,", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABlockShowsItsCertificate()
    {
        Shows(await explorer.PageAsync("/block/12"), "by 4 votes", "the signatures over it were checked here");
        Shows(await explorer.PageAsync("/block/10"), "by 3 votes", "the signatures over it were checked here");
        Shows(await explorer.PageAsync($"/block/{SignedChain.Forged}"), "data-testid=\"certificate-problem\"");
        Shows(await explorer.PageAsync("/block/0"), "nobody votes for it");
    }

    [Fact]
    public async Task ChartsDrawEveryLine() => Shows(
        await explorer.PageAsync("/charts"), "Transactions a second", "Block time", "Fees of a block", "Price of L2 gas", "Lag of proofs",
        "data-testid=\"figures\"");

    [Fact]
    public async Task ABlockShowsWhatItChanged()
    {
        StateDiff diff = explorer.Chain.StateDiffAt(12)!;
        string page = await explorer.PageAsync("/block/12/state");
        Shows(page, explorer.Chain.Blocks[12].Header.StateRoot.ToString(), diff.StorageDiffs[0].Entries[0].Key.ToString(), "nonce");
        string csv = await explorer.PageAsync("/block/12/state?format=csv");
        Assert.Equal(diff.StorageDiffs.Sum(contract => contract.Entries.Length), csv.Split("\r\n").Length - 2);
    }

    [Fact]
    public async Task ATransactionShowsWhatItChanged()
    {
        StateDiff diff = explorer.Chain.StateDiffAt(12)!;
        string page = await explorer.PageAsync($"/tx/{explorer.Proved.Hash}/state");
        Assert.All(
            diff.StorageDiffs.SelectMany(contract => contract.Entries),
            entry => Assert.Contains(entry.Key.ToString(), page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ARevertedTransactionShowsTheWayOfTheFailure()
    {
        string page = await explorer.PageAsync($"/tx/{explorer.Chain.Blocks[23].Transactions[0].Hash}");
        Shows(page, "data-testid=\"tx-revert-path\"", "failed here", "insufficient balance");
        string path = page.Split("data-testid=\"tx-revert-path\"")[1].Split("</ol>")[0];
        Assert.True(
            path.IndexOf("__execute__", StringComparison.Ordinal) < path.IndexOf("transfer", StringComparison.Ordinal), path);
    }

    [Fact]
    public void ARevertReasonWithoutCallsIsAllThereIs()
    {
        RevertPath path = RevertPath.Of("0x6e6f ('no')", explorer.Data.Classes);
        Assert.Empty(path.Calls);
        Assert.Equal("0x6e6f ('no')", path.Reason);
    }

    [Fact]
    public void TheWayOfAFailureIsBounded()
    {
        string reason = string.Concat(Enumerable.Range(1, 1000).Select(call =>
            $"{call}: Error in the called contract (contract address: 0x{call:x}, class hash: 0x2, selector: 0x3):\n")) + "end";
        RevertPath path = RevertPath.Of(reason, explorer.Data.Classes);
        Assert.Equal(ExplorerLimits.RevertFrames, path.Calls.Count);
        Assert.Equal("end", path.Reason);
    }

    [Fact]
    public async Task AClassShowsItsProgramAndItsCompiledCode()
    {
        string sierra = await explorer.PageAsync($"/class/{ChainContracts.Demo.ClassHash}/sierra");
        Shows(sierra, "type ", "data-testid=\"program\"", "?from=500");
        string casm = await explorer.PageAsync($"/class/{ChainContracts.Demo.ClassHash}/casm");
        Shows(casm, "External fibonacci", "ap&#x2B;&#x2B;", "range_check", "Entry points");
        Shows(await explorer.PageAsync($"/class/{ChainContracts.Demo.ClassHash}/casm?from=100000000"), "rel=\"prev\"");
    }

    private static Felt DemoAddress => new GenesisDescription().DemoAddress;

    private static int Count(string page, string text) => page.Split(text).Length - 1;

    private async Task<string> NotFoundAsync(string path)
    {
        using HttpResponseMessage answer = await explorer.Http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private static void Shows(string page, params string[] texts) =>
        Assert.All(texts, text => Assert.Contains(text, page, StringComparison.Ordinal));
}
