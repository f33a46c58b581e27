using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Tests.Feed;
using Kraken.Explorer.Views;
using Kraken.Fields;
using Kraken.Proofs.Ranges;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Explorer.Tests.Pages;

/// <summary>The chain of proofs: how far it is, page by page, with its charts.</summary>
[Collection(nameof(ExplorerCollection))]
public sealed partial class ProofListPageTests(ExplorerFixture explorer) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-explorer-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Felt Genesis => explorer.Chain.Blocks[0].Header.Hash;

    private RangeProofStore Store => new(folder);

    private ExplorerData Data => explorer.Data with { Proofs = new RangeCatalog(Store, explorer.Data.Node, TimeProvider.System) };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task ProofsAreListedAPageAtATimeTheHighestFirst()
    {
        int count = (2 * ProofListView.Length) + 1;
        for (int i = 0; i < count; i++)
        {
            ulong first = ((ulong)i * 2) + 1;
            await Store.PutAsync(explorer.Range(1, 2, []) with { FirstBlock = first, LastBlock = first + 1 }, default, Token);
        }

        List<RangeKey> seen = [];
        RangeKey? after = null;
        foreach (int length in (int[])[ProofListView.Length, ProofListView.Length, 1])
        {
            ProofListView view = await ProofListView.LoadAsync(Data, after, Token);
            Assert.Equal((length, after is null, after is null), (view.Proofs.Count, view.IsFirst, view.Standing is not null));
            seen.AddRange(view.Proofs.Select(proof => proof.Key));
            after = view.Older;
        }

        Assert.Null(after);
        Assert.Equal(Store.OfChain(Genesis).Reverse(), seen);
    }

    [Fact]
    public async Task ThePageTellsHowFarTheChainIsProvedAndShowsItsCostAndLag()
    {
        await Store.PutAsync(explorer.Range(1, 4, []), default, Token);
        await Store.PutAsync(explorer.Range(6, 9, []), default, Token);
        Store.PutUnproved(Genesis, new UnprovedBlock(5, "system call keccak", 0, 1, default));
        string page = await PageAsync("/proofs");
        Assert.All(
            (string[])
            [
                "data-testid=\"proved-through\">9<", "data-testid=\"blocks-behind\">18<", "href=\"/proof/1-4\"", "href=\"/proof/6-9\"",
                "485,418", "16.20 s", "42 s", "not provable: system call keccak", "2.0 GiB",
            ],
            text => Assert.Contains(text, page, StringComparison.Ordinal));
        XElement[] charts = [.. Svg().Matches(page).Select(match => XElement.Parse(match.Value))];
        Assert.Equal(
            ["Lag of proofs", "Time of a proof", "Cells of a proof", "Time per transaction"],
            charts.Select(chart => chart.Attribute("aria-label")!.Value));
        Assert.All(charts, chart => Assert.Equal("img", chart.Attribute("role")!.Value));

        // Both proofs were stored 42 seconds after their last blocks: a straight line, from the one's last block to the other's.
        string lag = charts[0].Elements().Last(element => element.Attribute("stroke")?.Value == "#2166ac").Attribute("d")!.Value;
        Assert.Matches("^M[0-9.]+ ([0-9.]+)L[0-9.]+ \\1$", lag);
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnEntryThatCannotBeReadProvesNothing()
    {
        await Store.PutAsync(explorer.Range(1, 4, []), default, Token);
        Directory.CreateDirectory(Path.Combine(folder, "ranges", Genesis.ToString(), "5-27"));
        ProofStanding standing = (await Data.Proofs.StandingAsync(27, Token))!;
        Assert.Equal((4UL, 23UL, 1), (standing.Through, standing.Behind, standing.Proofs));
        Assert.Contains("block-waiting", await PageAsync("/block/5"), StringComparison.Ordinal);
        Assert.DoesNotContain("5-27", await PageAsync("/proofs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStoreThatIsAwayIsToldAndWhatItHeldBeforeIsShown()
    {
        await Store.PutAsync(explorer.Range(1, 4, []), default, Token);
        InterruptedStore store = new(Store);
        FixedClock clock = new(BlockSummary.TimeOf(explorer.Chain.Latest!));
        RangeCatalog catalog = new(store, explorer.Data.Node, clock);
        Assert.Null((await catalog.StandingAsync(27, Token))!.Problem);
        store.IsAway = true;
        clock.Now += TimeSpan.FromMinutes(1);
        ProofStanding standing = (await catalog.StandingAsync(27, Token))!;
        Assert.Equal((4UL, "no route to the store"), (standing.Through, standing.Problem));
        store.IsAway = false;
        clock.Now += TimeSpan.FromMinutes(1);
        Assert.Null((await catalog.StandingAsync(27, Token))!.Problem);
        store.IsAway = true;
        string page = await PageAsync("/proofs", store);
        Assert.Contains("data-testid=\"store-problem\"", page, StringComparison.Ordinal);
        Assert.Contains("no route to the store", page, StringComparison.Ordinal);
        Assert.Contains("The chain", await PageAsync("/", store), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhenAllIsProvedNothingIsBehind()
    {
        await Store.PutAsync(explorer.Range(1, 27, []), default, Token);
        Assert.Equal(new ProofStanding(27, 27, 1, 0, TimeSpan.Zero), await Data.Proofs.StandingAsync(27, Token));
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("1-3", "", 3)]
    [InlineData("2-3", "", 0)]
    [InlineData("1-3 5-6", "", 3)]
    [InlineData("1-3 5-6", "4", 6)]
    [InlineData("1-3 5-6", "4 7 8 10", 8)]
    [InlineData("", "1 2", 2)]
    [InlineData("1-3 2-9 4-5", "", 9)]
    [InlineData("0-2 3-18446744073709551615", "", ulong.MaxValue)]
    [InlineData("18446744073709551615-18446744073709551615", "18446744073709551615", 0)]
    public void TheRowEndsAtTheFirstBlockOfWhichNothingIsSaid(string ranges, string unproved, ulong through)
    {
        ProofList list = new(
            default,
            [.. Words(ranges).Select(range => RangeKey.Parse(default, range)!.Value)],
            [.. Words(unproved).Select(ulong.Parse)]);
        Assert.Equal(through, list.Through);
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private async Task<string> PageAsync(string path, IRangeProofStore? store = null)
    {
        ExplorerHost host = new(
            new ExplorerOptions { Node = explorer.NodeAddress, Proofs = Path.Combine(folder, "nothing"), Port = 0, Store = store ?? Store },
            NullLoggerFactory.Instance);
        await using (host)
        {
            await host.StartAsync(Token);
            string page = await explorer.Http.GetStringAsync(new Uri(host.Address, path), Token);
            await host.StopAsync(Token);
            return page;
        }
    }

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Svg();
}
