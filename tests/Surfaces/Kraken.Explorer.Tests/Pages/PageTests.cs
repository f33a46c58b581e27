using System;
using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Explorer.Tests.Pages;

/// <summary>The pages over a recorded chain, as a browser gets them.</summary>
[Collection(nameof(ExplorerCollection))]
public sealed class PageTests(ExplorerFixture explorer)
{
    [Fact]
    public async Task HomeShowsTheLatestBlocksTransactionsAndProofs()
    {
        string page = await explorer.PageAsync("/");
        BlockHeader latest = explorer.Chain.Latest!;
        Shows(
            page, "data-testid=\"home-blocks\"", "data-testid=\"home-transactions\"", "data-testid=\"home-tps\"", "data-testid=\"search\"");
        Shows(
            page, latest.StateRoot.ToString(), latest.Hash.ToString(), "SN_SEPOLIA",
            explorer.Chain.Blocks[^1].Transactions[0].Hash.ToString());
        Shows(page, $"href=\"{ExplorerFixture.ProofPath}\"", "data-testid=\"home-behind\">27<", "data-testid=\"home-proved\">0<");
        Assert.DoesNotContain("data-testid=\"tx-hash\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABlockShowsHeaderCommitmentsTransactionsAndProofs()
    {
        BlockHeader header = explorer.Chain.Blocks[12].Header;
        foreach (string path in (string[])["/block/12", $"/block/{header.Hash}"])
        {
            string page = await explorer.PageAsync(path);
            Shows(
                page, "<span data-testid=\"block-number\">12</span>", header.Hash.ToString(),
                header.ParentHash.ToString(), header.StateRoot.ToString());
            Shows(
                page, header.Commitments.Transactions.ToString(), header.Commitments.Events.ToString(),
                header.Commitments.Receipts.ToString(), header.Commitments.StateDiff.ToString());
            Shows(page, explorer.Proved.Hash.ToString(), $"href=\"{ExplorerFixture.ProofPath}\"", "/block/11", "/block/13");
        }
    }

    [Fact]
    public async Task TheFirstBlockHasNoParentToGoTo() =>
        Assert.DoesNotContain("rel=\"prev\"", await explorer.PageAsync("/block/0"), StringComparison.Ordinal);

    [Fact]
    public async Task BlocksAreListedAPageAtATime()
    {
        string first = await explorer.PageAsync("/blocks");
        Shows(first, ">27<", ">3<", "/blocks?from=2\"");
        string second = await explorer.PageAsync("/blocks?from=2");
        Shows(second, ">2<", ">0<", "/blocks?from=27\"");
    }

    [Fact]
    public async Task ATransactionShowsStatusFeeDecodedCallsEventsTraceAndItsProof()
    {
        string page = await explorer.PageAsync($"/tx/{explorer.Proved.Hash}");
        Shows(
            page, $"data-testid=\"tx-hash\">{explorer.Proved.Hash}<", "Succeeded", "in a decided block", "STRK", "data-testid=\"tx-fee\"");
        Shows(page, "<code>fib</code>", "<dd class=\"felt\">10</dd>", "<code>Computed</code>", "<code>Transfer</code>");
        Shows(
            page, "data-testid=\"proof-link\"", $"href=\"{ExplorerFixture.ProofPath}\"", "proof of blocks 10 to 14",
            "Validation", "Fee transfer", "<code>__validate__</code>", "<code>transfer</code>");
        Shows(await explorer.PageAsync($"/tx/{explorer.Proved.Hash}/trace"), "<code>__execute__</code>", "Execution");
    }

    [Fact]
    public async Task ARevertedTransactionSaysWhy()
    {
        Block block = explorer.Chain.Blocks[23];
        string page = await explorer.PageAsync($"/tx/{block.Transactions[0].Hash}");
        Assert.StartsWith(
            "Transaction execution has failed:\n0: Error in the called contract", block.Receipts[0].RevertReason, StringComparison.Ordinal);
        Shows(
            page, "Reverted", "data-testid=\"tx-revert-reason\"", "Transaction execution has failed:&#xA;0: Error in the called contract");
    }

    [Fact]
    public async Task DeclaresAndDeploymentsShowTheirClass()
    {
        Shows(await explorer.PageAsync($"/tx/{explorer.Chain.Blocks[1].Transactions[0].Hash}"), "declare", "/class/0x");
        Shows(
            await explorer.PageAsync($"/tx/{explorer.Chain.Blocks[6].Transactions[0].Hash}"), "deploy account", "/class/0x", "Constructor");
    }

    [Fact]
    public async Task AnAccountShowsClassNonceBalanceFunctionsAndTransactions()
    {
        string address = explorer.Proved.Sender.ToString();
        string page = await explorer.PageAsync($"/contract/{address}");
        Shows(page, $"data-testid=\"contract-address\">{address}<", "/class/0x", "__execute__", explorer.Proved.Hash.ToString());

        // The node answers every call with 7 and 8: 7 + 8·2^128 fri.
        Shows(page, "2,722,258,935,367,507,707,706.996859454145691655 STRK");
    }

    [Fact]
    public async Task TheFeeTokenShowsCallsButNotEveryFee()
    {
        string page = await explorer.PageAsync($"/contract/{WellKnownAddresses.FeeToken}");
        Shows(page, "STRK token", explorer.Chain.Blocks[5].Transactions[0].Hash.ToString());
        Assert.DoesNotContain(explorer.Proved.Hash.ToString(), page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AClassShowsItsAbiAndTheHashOfItsContent()
    {
        string page = await explorer.PageAsync($"/class/{ChainContracts.Demo.ClassHash}");
        Shows(
            page, "the same", "fibonacci(n: u32) -&gt; felt252",
            "event Computed(function: felt252, n: u32, result: felt252)", "felts of Sierra 1.9.3");
        Shows(page, ChainContracts.Demo.Class.SierraProgram.Length.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/block/28")]
    [InlineData("/block/0x1")]
    [InlineData("/block/x")]
    [InlineData("/tx/0x1")]
    [InlineData("/tx/0x1/trace")]
    [InlineData("/contract/0x1234567")]
    [InlineData("/class/0x1")]
    [InlineData("/proof/1-5")]
    [InlineData("/proof/5-1")]
    [InlineData("/proof/010-14")]
    [InlineData("/proof/10")]
    [InlineData("/proof/nothing")]
    [InlineData("/proof/10-14-14/bundle")]
    [InlineData("/proof/12/0x1")]
    [InlineData("/proof/x/../../etc/passwd")]
    [InlineData("/assets/secret.txt")]
    public async Task WhatIsNotThereIs404AndAPage(string path)
    {
        using HttpResponseMessage answer = await explorer.Http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Shows(await answer.Content.ReadAsStringAsync(), "not found", "data-testid=\"search\"");
    }

    [Theory]
    [InlineData("/blocks?from=x")]
    [InlineData("/blocks?from=")]
    [InlineData("/blocks?from=-1")]
    [InlineData("/blocks?from=%2B1")]
    [InlineData("/blocks?from=1e3")]
    [InlineData("/blocks?from=18446744073709551616")]
    [InlineData("/blocks?from=1&from=2")]
    [InlineData("/proofs?after=x")]
    [InlineData("/proofs?after=1")]
    [InlineData("/proofs?after=2-1")]
    public async Task AParameterThatMeansNothingIs400AndAPage(string path)
    {
        using HttpResponseMessage answer = await explorer.Http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Shows(await answer.Content.ReadAsStringAsync(), "This address means nothing", "data-testid=\"search\"");
    }

    /// <summary>
    /// The web server itself refuses a path with a character zero, written out or escaped: an empty answer, and no page is asked.
    /// In a query it is a character that means nothing.
    /// </summary>
    [Theory]
    [InlineData("/block/%00", HttpStatusCode.BadRequest)]
    [InlineData("/tx/0x1%00", HttpStatusCode.BadRequest)]
    [InlineData("/proof/%00", HttpStatusCode.BadRequest)]
    [InlineData("/assets/%00", HttpStatusCode.BadRequest)]
    [InlineData("/%00", HttpStatusCode.BadRequest)]
    [InlineData("/block/%ff%fe", HttpStatusCode.NotFound)]
    [InlineData("/block/%01", HttpStatusCode.NotFound)]
    [InlineData("/block/%0d%0a", HttpStatusCode.NotFound)]
    [InlineData("/blocks?from=%00", HttpStatusCode.BadRequest)]
    [InlineData("/proofs?after=%00", HttpStatusCode.BadRequest)]
    [InlineData("/search?q=%00", HttpStatusCode.NotFound)]
    public async Task CharactersThatNoAddressHasAreRefused(string path, HttpStatusCode status)
    {
        using HttpResponseMessage answer = await explorer.Http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(status, answer.StatusCode);
        await explorer.PageAsync("/block/12");
    }

    [Fact]
    public async Task TheHighestNumberIsTheFirstPage() => Shows(await explorer.PageAsync("/blocks?from=18446744073709551615"), ">27<");

    [Theory]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/blocks", HttpStatusCode.OK)]
    [InlineData("/block/12", HttpStatusCode.OK)]
    [InlineData("/proofs", HttpStatusCode.OK)]
    [InlineData("/watcher", HttpStatusCode.OK)]
    [InlineData("/assets/site.css", HttpStatusCode.OK)]
    [InlineData("/block/99", HttpStatusCode.NotFound)]
    [InlineData("/nothing", HttpStatusCode.NotFound)]
    public async Task HeadAnswersAsGetWithoutContent(string path, HttpStatusCode status)
    {
        using HttpRequestMessage request = new(HttpMethod.Head, new Uri(path, UriKind.Relative));
        using HttpResponseMessage answer = await explorer.Http.SendAsync(request);
        Assert.Equal(status, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("POST", "/")]
    [InlineData("POST", "/blocks")]
    [InlineData("PUT", "/block/12")]
    [InlineData("DELETE", "/proofs")]
    [InlineData("POST", "/nothing")]
    public async Task OtherMethodsAre405AndAPage(string method, string path)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), new Uri(path, UriKind.Relative));
        using HttpResponseMessage answer = await explorer.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Contains("GET", answer.Content.Headers.Allow);
        Shows(await answer.Content.ReadAsStringAsync(), "can only be read", "data-testid=\"search\"");
    }

    [Fact]
    public async Task HomeWithoutItsNodeIs503AndAPage()
    {
        ExplorerOptions options = new() { Node = new Uri("http://127.0.0.1:1/"), Proofs = explorer.Folder, Port = 0 };
        ExplorerHost host = new(options, NullLoggerFactory.Instance);
        await using (host)
        {
            await host.StartAsync(CancellationToken.None);
            foreach (string path in (string[])["/", "/blocks"])
            {
                using HttpResponseMessage answer = await explorer.Http.GetAsync(new Uri(host.Address, path));
                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                Shows(await answer.Content.ReadAsStringAsync(), "cannot be reached", "data-testid=\"search\"");
            }

            await host.StopAsync(CancellationToken.None);
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/tx/0x1")]
    [InlineData("/assets/site.css")]
    public async Task EveryAnswerForbidsForeignScripts(string path)
    {
        using HttpResponseMessage answer = await explorer.Http.GetAsync(new Uri(path, UriKind.Relative));
        string policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Shows(policy, "default-src 'none'", "script-src 'self'", "frame-ancestors 'none'");
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        string page = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("onclick", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PagesWorkWithoutAPointer() => Shows(
        await explorer.PageAsync("/"), "<html lang=\"en\">", "href=\"#main\"", "<main id=\"main\"",
        "role=\"search\"", "<label class=\"hidden\" for=\"search\">", "aria-keyshortcuts=\"/\"");

    private static void Shows(string page, params string[] texts) =>
        Assert.All(texts, text => Assert.Contains(text, page, StringComparison.Ordinal));
}
