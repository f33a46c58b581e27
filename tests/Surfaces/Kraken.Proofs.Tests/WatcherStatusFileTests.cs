using System;
using System.IO;
using System.Linq;
using Xunit;

namespace Kraken.Proofs.Tests;

/// <summary>A status that somebody else wrote beside the proofs is whole or refused: whoever shows it meets no null.</summary>
public sealed class WatcherStatusFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-status-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void WhatWasWrittenIsReadTheSame()
    {
        WatcherStatusFile file = new(folder);
        file.Write(new WatcherStatus
        {
            Waiting = 1,
            MaxSteps = 2,
            FailedCount = 1,
            Failed = [new FailedCall(7, 2, "store", "no memory", 3, DateTimeOffset.UnixEpoch)],
            Retrying = [],
            DifferingCount = 1,
            Differing = [new DifferingBlock(7, 1, ["another root"])],
            WrittenAt = DateTimeOffset.UnixEpoch,
        });
        byte[] written = File.ReadAllBytes(Path.Combine(folder, "watcher.json"));
        file.Write(file.Read()!);
        Assert.Equal(written, File.ReadAllBytes(Path.Combine(folder, "watcher.json")));
    }

    [Theory]
    [InlineData(WatcherStatus.MaxListed, 1, null)]
    [InlineData(WatcherStatus.MaxListed + 1, 1, "expected lists of at most 200, got one of 201")]
    [InlineData(0, 2, "expected schema 1, got 2")]
    public void ListsAreNotLongerThanAPageBears(int calls, int schema, string? problem)
    {
        string call = """{"block_number":1,"transaction_hash":"0x1","call":"","reason":"","attempts":1,"at":"1970-01-01T00:00:00Z"}""";
        File.WriteAllText(Path.Combine(folder, "watcher.json"), $$"""
            {"schema":{{schema}},"waiting":1,"max_steps":2,"failed_count":1,"failed":[],"differing_count":0,"differing":[],
             "retrying":[{{string.Join(',', Enumerable.Repeat(call, calls))}}],"written_at":"1970-01-01T00:00:00Z"}
            """);
        Exception? refused = Record.Exception(() => new WatcherStatusFile(folder).Read());
        Assert.Equal(problem is null, refused is null);
        Assert.Contains(problem ?? "", refused?.Message ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{}]""", "[]")]
    [InlineData("""[null]""", "[]")]
    [InlineData("""[{"block_number":1,"transaction_hash":"0x1","call":null,"reason":"","attempts":1,"at":"1970-01-01T00:00:00Z"}]""", "[]")]
    [InlineData("[]", """[{"block_number":1,"block_hash":"0x1"}]""")]
    [InlineData("[]", """[{"block_number":1,"block_hash":"0x1","mismatches":null}]""")]
    [InlineData("[]", """[{"block_number":1,"block_hash":"0x1","mismatches":[null]}]""")]
    [InlineData("[]", "[null]")]
    [InlineData("null", "[]")]
    public void WhatIsLeftOutIsDamage(string failed, string differing)
    {
        string json = $$"""
            {"waiting":1,"max_steps":2,"failed_count":1,"failed":{{failed}},"retrying":[],"differing_count":0,"differing":{{differing}},
             "written_at":"1970-01-01T00:00:00Z"}
            """;
        File.WriteAllText(Path.Combine(folder, "watcher.json"), json);
        Assert.Throws<InvalidDataException>(() => new WatcherStatusFile(folder).Read());
    }
}
