using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using Kraken.BlockProof.Tests;
using Kraken.Fields;
using Kraken.StarknetOs.Programs;
using Xunit;

namespace Kraken.StarknetOs.Tests.Programs;

/// <summary>Published hashes, and the program of whoever has its sources.</summary>
public sealed class PublishedProgramTests
{
    [Fact]
    public void TheHashesAreThePublishedOnes()
    {
        using JsonDocument published = JsonDocument.Parse(RepositoryData.Read("starknet", "os", "os_program_hashes.json"));
        Assert.Equal(Felt.Parse(published.RootElement.GetProperty("os").GetString()!), PublishedOs.OsHash);
        Assert.Equal(Felt.Parse(published.RootElement.GetProperty("virtual_os").GetString()!), PublishedOs.VirtualOsHash);
        Assert.Equal(Felt.Parse(published.RootElement.GetProperty("aggregator").GetString()!), PublishedOs.AggregatorHash);
        Assert.Contains("operating system of protocol 0.14.4", PublishedOs.NameOf(PublishedOs.OsHash), StringComparison.Ordinal);
        Assert.Null(PublishedOs.NameOf(1));
    }

    /// <summary>Red with another library than that of 0.14.3a3, with which the program was published.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void TheSourcesCompileToThePublishedHash() => Assert.Equal(PublishedOs.OsHash, GivenProgram.Value.Hash);

    /// <summary>The library of 0.14.0.1 has an older operating system beside it, whole: all of it compiles to its hash.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void TheOperatingSystemBesideTheLibraryCompilesToItsPublishedHash()
    {
        const string Variable = "KRAKEN_CAIRO_PATH";
        string? library = Environment.GetEnvironmentVariable(Variable);
        Assert.True(
            library is not null && File.Exists(Path.Combine(library, OsProgram.MainFile)),
            $"{Variable} must name the folder of the library of 0.14.0.1, the one that holds starkware.");
        Assert.True(OsProgram.TryCompile(library, [], out OsProgram? program, out string? error), error);
        Assert.Equal(PublishedOs.LibraryOsHash, program.ChainHash);
        Assert.Equal("the Starknet operating system of cairo-lang 0.14.0.1", program.PublishedAs);
        Assert.False(program.IsCurrent);
    }

    [Fact]
    public void AProgramIsReadOfJsonAndNothingElse()
    {
        Assert.False(OsProgram.TryRead("{}"u8.ToArray(), out _, out string? error));
        Assert.Contains("prime", error, StringComparison.Ordinal);
        Assert.False(OsProgram.TryRead(Encoding.UTF8.GetBytes(SmallProgram.Json(builtins: "output pedersen")), out _, out error));
        Assert.Contains("expected the builtins output pedersen range_check ecdsa", error, StringComparison.Ordinal);
        Assert.False(OsProgram.TryRead(Encoding.UTF8.GetBytes(SmallProgram.Json(isProofMode: true)), out _, out error));
        Assert.Contains("got one in proof mode", error, StringComparison.Ordinal);
        Assert.True(OsProgram.TryRead(Encoding.UTF8.GetBytes(SmallProgram.Json()), out OsProgram? program, out error), error);
        Assert.Null(program.PublishedAs);
    }

    [Fact]
    public void AFolderWithoutTheMainFileIsRefused()
    {
        Assert.False(OsProgram.TryCompile("/nowhere", [], out _, out string? error));
        Assert.Contains(OsProgram.MainFile, error, StringComparison.Ordinal);
    }

    /// <summary>The compiler's own proof mode is the oracle of the frame: same words, hints at the same places.</summary>
    [Fact]
    public void TheFrameIsThatOfProofMode()
    {
        Assert.True(OsProgram.TryRead(Encoding.UTF8.GetBytes(SmallProgram.Json()), out OsProgram? program, out string? error), error);
        var expected = SmallProgram.Read(SmallProgram.Json(isProofMode: true));
        Assert.Equal(expected.Data, program.Framed.Data);
        Assert.Equal(expected.Start, program.Framed.Start);
        Assert.Equal(expected.End, program.Framed.End);
        Assert.Equal(expected.Main, program.Framed.Main);
        Assert.Equal(expected.Hints.Select(hint => (hint.Pc, hint.Code)), program.Framed.Hints.Select(hint => (hint.Pc, hint.Code)));
    }
}
