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

    [Theory]
    [InlineData("[]", "input: expected an object, got [ at byte 0")]
    [InlineData("{\"builtin_segments\":{\"\":{}}}", "builtin_segments.: expected the name of a builtin, got { at byte 24")]
    public void APlaceWithoutANameIsAPlaceToo(string json, string expected)
    {
        // A name of no letters was a finding of the fuzzer.
        Assert.Equal(expected, ProverInputReader.TryRead(Encoding.UTF8.GetBytes(json), out _)!.ToString());
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
}
