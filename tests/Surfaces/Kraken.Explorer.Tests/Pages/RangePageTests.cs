using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Encodings.Web;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Proofs;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Proofs.Checking.Tests;
using Kraken.Proofs.Ranges;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Explorer.Tests.Pages;

/// <summary>Whether blocks are proved, as their pages and those of the proofs say it.</summary>
[Collection(nameof(ExplorerCollection))]
public sealed class RangePageTests(ExplorerFixture explorer) : IAsyncLifetime
{
    private static readonly byte[] Bundle = [1, 2, 3];
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-explorer-").FullName;
    private ExplorerHost? host;

    private Felt Genesis => explorer.Chain.Blocks[0].Header.Hash;

    public async ValueTask InitializeAsync()
    {
        RangeProofStore store = new(folder);
        await store.PutAsync(explorer.Range(1, 4, Bundle), Bundle, CancellationToken.None);
        await store.PutAsync(explorer.Range(6, 6, Bundle), Bundle, CancellationToken.None);
        store.PutUnproved(Genesis, new UnprovedBlock(5, "system call keccak", 0, 1, DateTimeOffset.UnixEpoch));
        new WatcherStatusFile(folder).Write(new WatcherStatus
        {
            Ranges = new RangeStatus
            {
                DoneBlock = 6,
                DecidedBlock = 27,
                Proving = new BlockSpan(7, 8),
                Phase = "proving: Commit",
                Attempts = 1,
                Collecting = new BlockSpan(9, 10),
                Retrying = [new FailedSpan(12, 13, 2, "OutOfMemoryException: no room", DateTimeOffset.UnixEpoch)],
                UnprovedCount = 1,
                Unproved = [store.Unproved(Genesis, 5)!],
            },
            WrittenAt = DateTimeOffset.UnixEpoch,
        });
        host = new(new ExplorerOptions { Node = explorer.NodeAddress, Proofs = folder, Port = 0 }, NullLoggerFactory.Instance);
        await host.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await host!.StopAsync(CancellationToken.None);
        await host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(0, "block-waiting", "follows from the genesis file")]
    [InlineData(1, "block-proved", "href=\"/proof/1-4\"")]
    [InlineData(4, "block-proved", "proof of blocks 1 to 4")]
    [InlineData(5, "block-unproved", "not provable: system call keccak")]
    [InlineData(6, "block-proved", "href=\"/proof/6-6\"")]
    [InlineData(7, "block-waiting", "Being proved now, with blocks 7 to 8.")]
    [InlineData(10, "block-waiting", "Waits for more blocks with which it will be proved: blocks 9 to 10 so far.")]
    [InlineData(12, "block-waiting", "Attempt 2 to prove blocks 12 to 13 failed and will be repeated: OutOfMemoryException: no room")]
    [InlineData(11, "block-waiting", "Not proved yet; blocks up to 6 are proved or named.")]
    public async Task ABlockAndItsTransactionsSayByWhatItIsProvedOrWhyNot(ulong block, string place, string text)
    {
        string[] paths =
            [$"/block/{block}", .. explorer.Chain.Blocks[(int)block].Transactions.Select(transaction => $"/tx/{transaction.Hash}")];
        foreach (string path in paths)
        {
            string page = await PageAsync(path);
            Assert.Contains($"data-testid=\"{place}\"", page, StringComparison.Ordinal);
            Assert.Contains(text, page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ABlockThatDiffersFromItsExecutionSaysSo()
    {
        RangeProofStore store = new(folder);
        store.PutUnproved(Genesis, new UnprovedBlock(11, "receipt 0, fee: expected 1, got 2", 3, 1, default) { Differs = true });
        Assert.Contains(
            "differs from its hash or its execution: receipt 0, fee: expected 1, got 2", await PageAsync("/block/11"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutAProofOrAWatcherNothingIsSaidToBeProved()
    {
        string page = await explorer.PageAsync("/block/3");
        Assert.Contains("no watcher tells of it", page, StringComparison.Ordinal);
        Assert.DoesNotContain("block-proved", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AProofOfBlocksSaysWhatItProvesWhatValidatorsVouchForAndWhatNeitherCovers()
    {
        string page = await PageAsync("/proof/1-4");
        Assert.Contains("Stated by the watcher", page, StringComparison.Ordinal);
        Assert.All(
            BlockProofMeaning.Proved.Concat(BlockProofMeaning.VouchedByConsensus).Concat(BlockProofMeaning.CoveredByNeither),
            sentence => Assert.Contains(HtmlEncoder.Default.Encode(sentence), page, StringComparison.Ordinal));
        Assert.Contains("without the network&#x27;s genesis file", page.Replace("&#39;", "&#x27;", StringComparison.Ordinal)
            .Replace("network's", "network&#x27;s", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(Bundle, await explorer.Http.GetByteArrayAsync(new Uri(host!.Address, "/proof/1-4/bundle")));
        Assert.Contains("href=\"/proof/1-4\"", await PageAsync("/proofs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AProofOfBlocksShowsWhatItCost()
    {
        string page = await PageAsync("/proof/1-4");
        Assert.Contains("stored 42 s after the last block", page, StringComparison.Ordinal);
        Assert.Contains("<dd>485,418</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<dd>2.0 GiB, the most since the process began</dd>", page, StringComparison.Ordinal);
        Assert.Contains(
            "<td>pedersen_aggregator</td><td class=\"number\">600</td><td class=\"number\">60.0 %</td>",
            page.Replace("\n", "", StringComparison.Ordinal).Replace("  ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("data-testid=\"established\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AVerdictStandsBesideTheManifestThatWasChecked()
    {
        RangeManifest manifest = explorer.Range(1, 4, Bundle);
        Assert.DoesNotContain("mallory", await PageAsync("/proof/1-4"), StringComparison.Ordinal);
        using SigningCommittee committee = new("SN_SEPOLIA", Genesis);
        using BlockAuthority authority = committee.Authority();
        ExplorerHost checking = new(
            new ExplorerOptions { Node = explorer.NodeAddress, Proofs = folder, Port = 0, Authority = authority },
            NullLoggerFactory.Instance);
        await using (checking)
        {
            await checking.StartAsync(CancellationToken.None);
            Uri path = new(checking.Address, "/proof/1-4");
            Assert.Contains("data-testid=\"verify-now\"", await explorer.Http.GetStringAsync(path), StringComparison.Ordinal);

            // The entry is another one now.
            string file = Path.Combine(folder, "ranges", Genesis.ToString(), "1-4", "manifest.json");
            await File.WriteAllBytesAsync(file, (manifest with { ProtocolVersion = "mallory" }).ToJson());
            using HttpResponseMessage answer = await explorer.Http.PostAsync(new Uri(checking.Address, "/proof/1-4/verify"), null);
            string page = await answer.Content.ReadAsStringAsync();
            Assert.Contains("data-testid=\"verify-result\">INVALID", page, StringComparison.Ordinal);
            Assert.Contains("mallory", page, StringComparison.Ordinal);
            Assert.DoesNotContain("data-testid=\"established\"", page, StringComparison.Ordinal);
            Assert.Contains("mallory", await explorer.Http.GetStringAsync(path), StringComparison.Ordinal);
            await checking.StopAsync(CancellationToken.None);
        }
    }

    [Theory]
    [InlineData("/proof/1-5")]
    [InlineData("/proof/4-1")]
    [InlineData("/proof/01-4")]
    [InlineData("/proof/nothing")]
    [InlineData("/proof/1-4-4/bundle")]
    public async Task WhatIsNoProofIsNotFound(string path)
    {
        using HttpResponseMessage answer = await explorer.Http.GetAsync(new Uri(host!.Address, path));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task ABundleThatIsNoneIsRefusedAndOtherSitesCannotAskForIt()
    {
        using HttpResponseMessage answer = await explorer.Http.PostAsync(new Uri(host!.Address, "/proof/1-4/verify"), null);
        Assert.Contains("INVALID", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using HttpRequestMessage foreign = new(HttpMethod.Post, new Uri(host.Address, "/proof/1-4/verify"));
        foreign.Headers.Add("Sec-Fetch-Site", "cross-site");
        using HttpResponseMessage refused = await explorer.Http.SendAsync(foreign);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private async Task<string> PageAsync(string path) => await explorer.Http.GetStringAsync(new Uri(host!.Address, path));
}
