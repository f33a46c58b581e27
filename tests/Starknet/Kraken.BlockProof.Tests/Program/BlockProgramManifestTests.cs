using System;
using System.IO;
using System.Text;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Witness;
using Kraken.Fields;
using Xunit;

namespace Kraken.BlockProof.Tests.Program;

/// <summary>The sources compile to the program that the manifest states; KRAKEN_REWRITE=1 writes the manifest anew.</summary>
public sealed class BlockProgramManifestTests
{
    private const string Place = "src/Starknet/Kraken.BlockProof/Cairo/manifest.json";

    [Fact]
    public void TheSourcesCompileToTheStatedProgram()
    {
        Felt compiled = BlockProgram.Compile().Hash;
        string expected = BlockProgramManifest.Current.With(BlockWitness.ProtocolVersion, compiled);
        if (Environment.GetEnvironmentVariable("KRAKEN_REWRITE") == "1")
        {
            File.WriteAllText(RepositoryData.Source(Place), expected);
            return;
        }

        Assert.Equal(expected, File.ReadAllText(RepositoryData.Source(Place)));
        Assert.Equal(compiled, BlockProgram.Current.Hash);
        Assert.Equal(compiled, BlockProgramManifest.Current.HashOf(BlockWitness.ProtocolVersion));
        Assert.Equal([BlockWitness.ProtocolVersion], BlockProgramManifest.Current.ProtocolVersions);
    }

    [Fact]
    public void AProgramThatIsNotTheStatedOneIsRefusedWithBothHashes()
    {
        BlockProgramManifest manifest = Read("""{"programs":{"0.14.3":{"program_hash":"0x12"},"0.14.4":{"program_hash":"0x13"}}}""");
        manifest.Require("0.14.3", 18);
        Assert.Equal(
            "the block program of protocol 0.14.4: expected program hash 0x13, which its manifest states, got 0x12, to which its sources"
            + " compile; when the change is meant: KRAKEN_REWRITE=1 ./kraken test Kraken.BlockProof",
            Assert.Throws<InvalidDataException>(() => manifest.Require("0.14.4", 18)).Message);
        Assert.Contains(
            "expected program hash none", Assert.Throws<InvalidDataException>(() => manifest.Require("0.14.5", 18)).Message,
            StringComparison.Ordinal);
        BlockProgramManifest renewed = Read(manifest.With("0.14.4", 20));
        Assert.Equal(["0.14.3", "0.14.4"], renewed.ProtocolVersions);
        Assert.Equal(((Felt)18, (Felt)20), (renewed.HashOf("0.14.3")!.Value, renewed.HashOf("0.14.4")!.Value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"programs":[]}""")]
    [InlineData("""{"programs":{"0.14.4":{}}}""")]
    [InlineData("""{"programs":{"0.14.4":{"program_hash":5}}}""")]
    [InlineData("""{"programs":{"0.14.4":{"program_hash":"nothing"}}}""")]
    public void WhatIsNoManifestIsRefused(string json) => Assert.Throws<InvalidDataException>(() => Read(json));

    private static BlockProgramManifest Read(string json) => BlockProgramManifest.Read(Encoding.UTF8.GetBytes(json));
}
