using System.IO;
using System.Text.Json;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Prover.Witness;
using Xunit;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>What is written is what the reference adapter writes, and what is read again.</summary>
public sealed class InputWriterTests
{
    [Theory]
    [InlineData("all_builtins")]
    [InlineData("all_opcode_components")]
    public void AFileIsWrittenAsItWasRead(string name)
    {
        byte[] written = Write(SharedData.Input(name));
        using JsonDocument expected = SharedData.Json($"{name}.prover_input.json");
        using JsonDocument got = JsonDocument.Parse(written);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, got.RootElement));
        Assert.Null(ProverInputReader.TryRead(written, out ProverInput? again));
        ProverInputs.AssertEqual(SharedData.Input(name), again!);
    }

    [Fact]
    public void AProgramThatTakesFewerBuiltinsIsNotProved()
    {
        ProverInput input = SharedData.Input("all_opcode_components");
        bool[] present = [.. input.PresentSegments];
        Assert.Equal(11, present.Length);
        present[3] = false;
        Assert.Null(ProverInputReader.TryRead(Write(input with { PresentSegments = present }), out ProverInput? fewer));
        ProvingException refused = Assert.Throws<ProvingException>(() => CairoProver.Prove(fewer!, ProverParameters.Default));
        Assert.Contains("ecdsa", refused.Message, System.StringComparison.Ordinal);
    }

    private static byte[] Write(ProverInput input)
    {
        using MemoryStream destination = new();
        ProverInputWriter.Write(input, destination);
        return destination.ToArray();
    }
}
