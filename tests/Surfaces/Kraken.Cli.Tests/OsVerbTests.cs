using System;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Kraken.BlockProof.Stateless;
using Kraken.Fields;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Chain;
using Kraken.Proofs.Checking.Tests;
using Kraken.StarknetOs.Programs;
using Kraken.StarknetOs.Tests.Programs;
using Kraken.Watcher.Tests.Chain;
using Xunit;

namespace Kraken.Cli.Tests;

/// <summary>'kraken os' with programs that are none, and with the one whose sources a variable names.</summary>
[Collection(nameof(CommandLineTests))]
public sealed class OsVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-os-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("os", "--source or --program")]
    [InlineData("os --source a --program b", "--source or --program")]
    [InlineData("os --program a --range b --rpc http://127.0.0.1:1 --genesis g --block 1", "got both")]
    [InlineData("os --program a --rpc http://127.0.0.1:1 --block 1", "--genesis")]
    [InlineData("os --program a --genesis g", "--genesis")]
    [InlineData("os --program a --rpc http://127.0.0.1:1 --genesis g", "--block")]
    [InlineData("os --program a --rpc http://127.0.0.1:1 --genesis g --block 5 --to 4", "--to")]
    [InlineData("os --program a --rpc node --genesis g --block 5", "--rpc")]
    public void ArgumentsThatMeanNothingAreRefused(string line, string expected)
    {
        (int code, _, string error) = CommandLineRun.Of(line.Split(' '));
        Assert.NotEqual(0, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AProgramThatWasNotPublishedIsRefusedWithBothHashes()
    {
        string path = Path.Combine(folder, "small.json");
        await File.WriteAllTextAsync(path, SmallProgram.Json(), Token);
        (int code, string output, string error) = await RunAsync("os", "--program", path);
        Assert.Equal((1, string.Empty), (code, output));
        Assert.Contains($"{PublishedOs.OsHash}", error, StringComparison.Ordinal);
        Assert.Contains("got a program that was not published, 0x", error, StringComparison.Ordinal);
        (code, output, _) = await RunAsync("os", "--program", path, "--unpublished", "--json");
        Assert.Equal(0, code);
        Assert.Contains("\"published_as\": null", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsNoProgramAndWhatAreNoBlocksIsNamed()
    {
        string path = Path.Combine(folder, "small.json");
        await File.WriteAllTextAsync(path, SmallProgram.Json(), Token);
        string range = Path.Combine(folder, "range");
        await File.WriteAllBytesAsync(range, [1, 2, 3], Token);
        (int code, _, string error) = await RunAsync("os", "--program", range);
        Assert.Equal(1, code);
        Assert.Contains("expected JSON", error, StringComparison.Ordinal);
        (code, _, error) = await RunAsync("os", "--source", folder);
        Assert.Equal(1, code);
        Assert.Contains(OsProgram.MainFile, error, StringComparison.Ordinal);
        (code, _, error) = await RunAsync("os", "--program", path, "--unpublished", "--range", range);
        Assert.Equal(1, code);
        Assert.Contains(range, error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task BlocksOfAFileAreComparedAndProved()
    {
        string[] folders = GivenProgram.Folders;
        using LocalChain chain = new();
        Felt hash = chain.Decide(chain.Transfer(1, 0x5555)).Header.Hash;
        using SigningCommittee committee = new((await chain.ChainIdAsync(Token)).Name, chain.GenesisHash);
        using BlockAuthority authority = committee.Authority();
        chain.Certificate = number => committee.Certificate(number, hash, 0, 1, 2);
        (StatelessRange range, _) = await new StatelessReader(chain, authority).ReadAsync(1, 1, Token);
        string path = Path.Combine(folder, "range");
        await File.WriteAllBytesAsync(path, StatelessRangeCodec.Encode(range), Token);
        string proof = Path.Combine(folder, "proof");
        (int code, string output, string error) = await RunAsync(
            ["os", "--source", folders[0], "--unpublished", "--range", path, "--prove", proof, .. Libraries(folders)]);
        Assert.Equal((0, string.Empty), (code, code == 0 ? string.Empty : error));
        Assert.Contains("equal          block hashes", output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("verify", proof)).Code);
    }

    private static string[] Libraries(string[] folders)
    {
        string[] arguments = new string[2 * (folders.Length - 1)];
        for (int i = 1; i < folders.Length; i++)
        {
            (arguments[(2 * i) - 2], arguments[(2 * i) - 1]) = ("--library", folders[i]);
        }

        return arguments;
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        (TextWriter output, TextWriter error) = (Console.Out, Console.Error);
        using StringWriter written = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using StringWriter errors = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        try
        {
            Console.SetOut(written);
            Console.SetError(errors);
            int code = await CommandLine.Create().Parse(arguments).InvokeAsync(cancellationToken: Token);
            return (code, written.ToString(), errors.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
