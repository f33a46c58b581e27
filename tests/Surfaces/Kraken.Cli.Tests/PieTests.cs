using System;
using System.IO;
using Xunit;

namespace Kraken.Cli.Tests;

/// <summary><c>kraken run --pie</c>.</summary>
[Collection(nameof(CommandLineTests))]
public sealed class PieTests : IDisposable
{
    private static readonly string Genuine =
        Path.Combine(
            AppContext.BaseDirectory, "..", "..", "..", "..", "..", "shared", "data", "cairo", "cairo0_programs", "squash_plain.pie.zip");

    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void APieRunsAgainAndItsOutputIsPrinted()
    {
        (int code, string output, string error) = ConsoleRun.Of("run", "--pie", Genuine);
        Assert.Equal((0, 31), (code, output.Trim().Split('\n').Length));
        Assert.Contains("810 steps, 6 memory holes", error, StringComparison.Ordinal);
        Assert.Contains("RangeCheck 40", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--max-steps", "809", "expected at most 809 steps (--max-steps), got 810")]
    [InlineData("--max-cells", "1000", "expected at most 1000 cells in all segments, got 1007 up to this one")]
    [InlineData("--max-cells", "1105", "the run's memory: expected at most 1105 cells (--max-cells), got 1448")]
    public void ItStaysWithinWhatIsAllowed(string option, string value, string expected)
    {
        (int code, string output, string error) = ConsoleRun.Of("run", "--pie", Genuine, option, value);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNoPieOrNoRunIsSaidInALine()
    {
        byte[] damaged = File.ReadAllBytes(Genuine);
        damaged[damaged.Length / 2] ^= 1;
        File.WriteAllBytes(path, damaged);
        (int code, _, string error) = ConsoleRun.Of("run", "--pie", path);
        Assert.Equal(1, code);
        Assert.StartsWith($"{path}: ", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
        File.WriteAllText(path, "{}");
        (code, _, error) = ConsoleRun.Of("run", "--pie", path);
        Assert.Equal((1, $"{path}: archive: expected the end of a zip archive's directory, got 2 bytes without it"), (code, error.Trim()));
    }
}
