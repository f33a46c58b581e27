using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Kraken.Proofs.Ranges;
using Xunit;

namespace Kraken.Proofs.Tests;

/// <summary>A status that somebody else wrote beside the proofs is whole or refused: whoever shows it meets no null.</summary>
public sealed class WatcherStatusFileTests : IDisposable
{
    private const string Failed = """{"first":1,"last":2,"attempts":1,"reason":"","next_at":"1970-01-01T00:00:00Z"}""";
    private const string Proved =
        """{"first":1,"last":2,"transactions":1,"steps":1,"prove_milliseconds":1,"stored_at":"1970-01-01T00:00:00Z"}""";

    private const string Unproved = """{"number":1,"reason":"","attempts":1,"program_hash":"0x1","at":"1970-01-01T00:00:00Z"}""";

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-status-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void WhatWasWrittenIsReadTheSame()
    {
        WatcherStatusFile file = new(folder);
        UnprovedBlock differing = new(7, "another root", 3, 1, DateTimeOffset.UnixEpoch) { Differs = true };
        file.Write(new WatcherStatus
        {
            Ranges = new RangeStatus
            {
                DoneBlock = 6,
                DecidedBlock = 20,
                Proving = new BlockSpan(8, 9),
                Phase = "proving",
                Attempts = 2,
                Collecting = new BlockSpan(12, 20),
                Retrying = [new FailedSpan(10, 11, 1, "no memory", DateTimeOffset.UnixEpoch)],
                Proved = [new ProvedSpan(1, 6, 3, 1000, 20, DateTimeOffset.UnixEpoch)],
                UnprovedCount = 1,
                Unproved = [differing],
                DifferingCount = 1,
                Differing = [differing],
                Problem = "no node",
            },
            WrittenAt = DateTimeOffset.UnixEpoch,
        });
        byte[] written = File.ReadAllBytes(Path.Combine(folder, "watcher.json"));
        WatcherStatus read = file.Read()!;
        Assert.Equal("differs from its hash or its execution: another root", read.Ranges.Differing[0].Text);
        file.Write(read);
        Assert.Equal(written, File.ReadAllBytes(Path.Combine(folder, "watcher.json")));
    }

    [Theory]
    [InlineData("retrying", Failed)]
    [InlineData("proved", Proved)]
    [InlineData("unproved", Unproved)]
    [InlineData("differing", Unproved)]
    public void ListsAreNotLongerThanAPageBears(string list, string entry)
    {
        Write(2, list, Repeated(entry, WatcherStatus.MaxListed));
        Assert.NotNull(new WatcherStatusFile(folder).Read());
        Write(2, list, Repeated(entry, WatcherStatus.MaxListed + 1));
        string message = Assert.Throws<InvalidDataException>(() => new WatcherStatusFile(folder).Read()).Message;
        Assert.Contains($"expected at most 200 entries in {list}, got 201", message, StringComparison.OrdinalIgnoreCase);
        foreach (string damage in (string[])["null", "[null]", "[{}]", "{}", "[1]"])
        {
            Write(2, list, damage);
            Assert.Throws<InvalidDataException>(() => new WatcherStatusFile(folder).Read());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void AnotherSchemaIsRefused(int schema)
    {
        Write(schema, "proved", "[]");
        string message = Assert.Throws<InvalidDataException>(() => new WatcherStatusFile(folder).Read()).Message;
        Assert.Contains($"expected schema 2, got {schema}", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"schema":2,"written_at":"1970-01-01T00:00:00Z"}""")]
    [InlineData("""{"schema":2,"ranges":null,"written_at":"1970-01-01T00:00:00Z"}""")]
    [InlineData("""{"schema":2,"ranges":{},"written_at":"1970-01-01T00:00:00Z"}""")]
    [InlineData("""{"schema":2,"ranges":{"done_block":1,"retrying":[],"proved":[],"unproved":[]},"written_at":"1970-01-01T00:00:00Z"}""")]
    public void WhatIsLeftOutIsDamage(string json)
    {
        File.WriteAllText(Path.Combine(folder, "watcher.json"), json);
        Assert.Throws<InvalidDataException>(() => new WatcherStatusFile(folder).Read());
    }

    private static string Repeated(string entry, int count) => $"[{string.Join(',', Enumerable.Repeat(entry, count))}]";

    private void Write(int schema, string list, string entries)
    {
        IEnumerable<string> lists = ((string[])["retrying", "proved", "unproved", "differing"])
            .Select(name => $"\"{name}\":{(name == list ? entries : "[]")}");
        File.WriteAllText(
            Path.Combine(folder, "watcher.json"),
            $$"""{"schema":{{schema}},"ranges":{"done_block":1,{{string.Join(',', lists)}}},"written_at":"1970-01-01T00:00:00Z"}""");
    }
}
