using System;
using System.IO;
using Kraken.Cli.Verbs;
using Xunit;

namespace Kraken.Cli.Tests;

/// <summary><c>kraken prove --memory</c>.</summary>
[Collection(nameof(CommandLineTests))]
public sealed class ProveMemoryTests : IDisposable
{
    private static readonly string Data =
        Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "..", "shared", "data", "s-two");

    private static readonly string Genuine = Path.Combine(Data, "all_opcode_components.prover_input.json");

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-prove-memory-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void ARunThatNeedsMoreIsRefusedWithTheNumber()
    {
        string proof = Path.Combine(folder, "proof.json");
        (int code, string output, string error) = ConsoleRun.Of("prove", "--prover-input", Genuine, "--out", proof, "--memory", "400MiB");
        Assert.Equal((ExitCode.Invalid, ""), (code, output));
        const string expected = ": memory: expected a run that is proved within 400 MiB, got one that needs about ";
        Assert.Contains(expected, error, StringComparison.Ordinal);
        string number = error.Trim()[(error.IndexOf(expected, StringComparison.Ordinal) + expected.Length)..];
        Assert.EndsWith(" MiB", number, StringComparison.Ordinal);
        Assert.InRange(int.Parse(number[..^4], System.Globalization.CultureInfo.InvariantCulture), 500, 4000);
        Assert.False(File.Exists(proof));
    }

    [Fact]
    public void AFileOfMoreIsNotRead()
    {
        string input = Path.Combine(Data, "all_builtins.prover_input.json");
        (int code, string output, string error) = ConsoleRun.Of(
            "prove", "--prover-input", input, "--out", Path.Combine(folder, "proof.json"), "--memory", "1MiB");
        Assert.Equal((ExitCode.Invalid, ""), (code, output));
        Assert.Contains("expected at most 524288 bytes", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1MiB", 1L << 20)]
    [InlineData("1024GiB", 1L << 40)]
    [InlineData("16GiB", 16L << 30)]
    [InlineData("0MiB", null)]
    [InlineData("1025GiB", null)]
    [InlineData("16 GiB", null)]
    [InlineData("16gib", null)]
    [InlineData("GiB", null)]
    [InlineData("99999999999GiB", null)]
    public void SizesAreWholeNumbersWithAUnit(string text, long? expected) => Assert.Equal(expected, MemorySize.Parse(text));
}
