using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Tests.Feed;
using Kraken.Proofs;
using Kraken.Proofs.Ranges;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Explorer.Tests.Pages;

/// <summary>What a watcher says of itself, with every reason; a status that is none is no reason to fail.</summary>
[Collection(nameof(ExplorerCollection))]
public sealed class WatcherPageTests(ExplorerFixture explorer) : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-explorer-").FullName;
    private ExplorerHost? host;

    public async ValueTask InitializeAsync()
    {
        host = new(new ExplorerOptions { Node = explorer.NodeAddress, Proofs = folder, Port = 0 }, NullLoggerFactory.Instance);
        await host.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await host!.StopAsync(CancellationToken.None);
        await host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task WithoutAStatusThereIsNone() =>
        Assert.Contains("No watcher has written its status", await PageAsync(), StringComparison.Ordinal);

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"schema":1,"waiting":1}""")]
    [InlineData("""{"schema":2,"ranges":null,"written_at":"1970-01-01T00:00:00Z"}""")]
    public async Task ADamagedStatusIsTold(string json)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "watcher.json"), json);
        string page = await PageAsync();
        Assert.Contains("What the watcher wrote cannot be read", page, StringComparison.Ordinal);
        Assert.DoesNotContain("No watcher has written its status", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryReasonIsShown()
    {
        UnprovedBlock differing = new(24, "receipt 0, fee: expected 1, got 2", 3, 1, DateTimeOffset.UnixEpoch) { Differs = true };
        new WatcherStatusFile(folder).Write(new WatcherStatus
        {
            Ranges = new RangeStatus
            {
                DoneBlock = 19,
                DecidedBlock = 26,
                Proving = new BlockSpan(20, 21),
                Phase = "proving: Commit",
                Attempts = 2,
                Collecting = new BlockSpan(25, 26),
                Retrying = [new FailedSpan(22, 23, 1, "IOException: disk full", DateTimeOffset.UnixEpoch)],
                UnprovedCount = 7,
                Unproved = [differing, new UnprovedBlock(5, "system call keccak", 0, 1, default)],
                DifferingCount = 1,
                Differing = [differing],
                Problem = "no queue",
            },
            WrittenAt = DateTimeOffset.UnixEpoch,
        });
        string page = await PageAsync();
        Assert.All(
            (string[])
            [
                "data-testid=\"watcher-decided\">26<", "data-testid=\"watcher-done\">19<", "blocks 20 to 21", "proving: Commit, attempt 2",
                "blocks 25 to 26", "href=\"/block/22\">blocks 22 to 23</a>", "IOException: disk full", "not provable: system call keccak",
                "data-testid=\"watcher-differing-count\">1<", "differs from its hash or its execution: receipt 0, fee: expected 1, got 2",
                "data-testid=\"watcher-problem\">no queue<",
            ],
            text => Assert.Contains(text, page, StringComparison.Ordinal));
    }

    [Fact]
    public void AStatusIsReadAgainThoughTheClockWasSetBack()
    {
        FixedClock clock = new(DateTimeOffset.UnixEpoch.AddYears(60));
        WatcherReader reader = new(new WatcherStatusFile(folder), clock);
        Assert.Null(reader.Status);
        new WatcherStatusFile(folder).Write(
            new WatcherStatus { Ranges = new RangeStatus { DoneBlock = 19 }, WrittenAt = DateTimeOffset.UnixEpoch });
        clock.Now -= TimeSpan.FromDays(400);
        Assert.Equal(19ul, reader.Status!.Ranges.DoneBlock);
    }

    private Task<string> PageAsync() => explorer.Http.GetStringAsync(new Uri(host!.Address, "/watcher"));
}
