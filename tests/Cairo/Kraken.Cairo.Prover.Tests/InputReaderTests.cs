using System;
using System.IO;
using System.Text;
using Kraken.Cairo.Prover.Input;
using Xunit;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>Input files are untrusted: whatever they hold, the reader answers with an input or an error.</summary>
public sealed class InputReaderTests
{
    private static readonly string Path = System.IO.Path.Combine(SharedData.Folder, "all_opcode_components.prover_input.json");

    [Fact]
    public void TheFileIsReadWhole()
    {
        ProverInput input = SharedData.Input("all_opcode_components");
        Assert.Equal(1498, input.Steps);
        Assert.Equal((1u, 1343u, 1343u), (input.InitialState.Pc, input.InitialState.Ap, input.InitialState.Fp));
        Assert.Equal(2779, input.Memory.AddressCount);
        Assert.Equal(430, input.Memory.SmallCount);
        Assert.Equal(19, input.Memory.BigCount);
        Assert.Equal(1366, input.PublicAddresses.Count);
    }

    [Fact]
    public void TruncationsAreErrors()
    {
        byte[] json = File.ReadAllBytes(Path);
        for (int length = 0; length < json.Length - 1; length += 1 + (json.Length / 97))
        {
            Assert.NotNull(ProverInputReader.TryRead(json.AsSpan(0, length), out ProverInput? input));
            Assert.Null(input);
        }
    }

    [Fact]
    public void FlippedBytesNeverThrow()
    {
        byte[] json = File.ReadAllBytes(Path);
        Random random = new(1);
        for (int i = 0; i < 60; i++)
        {
            int at = random.Next(json.Length);
            byte before = json[at];
            json[at] = (byte)random.Next(256);
            ProverInputError? error = ProverInputReader.TryRead(json, out ProverInput? input);
            Assert.True(error is null != (input is null));
            json[at] = before;
        }
    }

    [Fact]
    public void ParametersThatCannotBeProvedWithAreErrors()
    {
        string json = File.ReadAllText(System.IO.Path.Combine(SharedData.Folder, "params.canonical_small.json"));
        Assert.Null(Read(json));
        Assert.Equal("log_blowup_factor", Read(json.Replace("\"log_blowup_factor\":1", "\"log_blowup_factor\":2", StringComparison.Ordinal))!.Where);
        Assert.Equal("channel_hash", Read(json.Replace("blake2s", "md5", StringComparison.Ordinal))!.Where);
        Assert.NotNull(Read(json.Replace("canonical_small", "gigantic", StringComparison.Ordinal)));
        Assert.Equal("pow_bits", Read(json.Replace("\"pow_bits\":26", "\"pow_bits\":40", StringComparison.Ordinal))!.Where);
        Assert.NotNull(Read("{}"));
        Assert.NotNull(Read("]["));
    }

    private static ProverInputError? Read(string json) => ProverParameters.TryRead(Encoding.UTF8.GetBytes(json), out _);
}
