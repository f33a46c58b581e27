using System.Text.Json;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo.Vm.Runs;
using Kraken.Cairo.Vm.Tests.Runs;
using Xunit;

namespace Kraken.Cairo.Hints.Tests.Cairo0;

/// <summary>
/// Programs over the library of cairo-lang, run as the reference machine ran them: output, steps, resources, trace and memory.
/// </summary>
public sealed class LibraryProgramTests
{
    [Theory]
    [InlineData("math_asserts")]
    [InlineData("math_values")]
    [InlineData("cmp_pow")]
    [InlineData("uint256_arith")]
    [InlineData("uint256_div")]
    [InlineData("memory_blocks")]
    [InlineData("find_elements")]
    [InlineData("set_and_usort")]
    [InlineData("dict_default")]
    [InlineData("squash_plain")]
    [InlineData("relocate")]
    [InlineData("poseidon_hashes")]
    [InlineData("ec_stark")]
    [InlineData("ecdsa")]
    [InlineData("keccak_unsafe")]
    [InlineData("keccak_cairo")]
    [InlineData("keccak_builtin")]
    [InlineData("blake2s_words")]
    [InlineData("blake2s_opcode")]
    [InlineData("secp256k1_points")]
    [InlineData("secp256k1_scalar")]
    [InlineData("secp256r1_points")]
    [InlineData("modulo_circuit")]
    [InlineData("addresses")]
    [InlineData("several_builtins")]
    public void RunsLikeTheReference(string name) => ExpectedRuns.CheckPlain(name, Processor);

    [Theory]
    [InlineData("math_asserts")]
    [InlineData("math_values")]
    [InlineData("memory_blocks")]
    [InlineData("dict_default")]
    [InlineData("relocate")]
    [InlineData("poseidon_hashes")]
    [InlineData("ec_stark")]
    [InlineData("ecdsa")]
    [InlineData("modulo_circuit")]
    [InlineData("several_builtins")]
    public void RunsInProofModeLikeTheReference(string name) => ExpectedRuns.CheckProof(name, Processor);

    [Theory]
    [InlineData("fail_negative")]
    [InlineData("fail_squash")]
    [InlineData("fail_divisor")]
    [InlineData("fail_find")]
    public void FailsLikeTheReference(string name)
    {
        JsonElement expected = ExpectedRuns.Of(name).GetProperty("error");
        CairoProgram program = ExpectedRuns.Load($"{name}.json");
        VmError? error = CairoRunner.Run(program, new RunOptions { Layout = Layout.Find("small")! }, Processor(program), out _);
        Assert.NotNull(error);
        Assert.Equal(expected.GetProperty("kind").GetString(), error.Code);
        Assert.Equal(expected.GetProperty("in_hint").GetBoolean(), error.Kind == VmErrorKind.Hint);
        Assert.Equal(expected.GetProperty("pc").GetInt64(), error.Pc.Offset);
        Assert.Equal(expected.GetProperty("in_hint").GetBoolean() ? expected.GetProperty("hint_index").GetInt32() : -1, error.HintIndex);
        JsonElement calls = expected.GetProperty("call_pcs");
        Assert.Equal(calls.GetArrayLength(), error.CallStack.Count);
        for (int i = 0; i < error.CallStack.Count; i++)
        {
            Assert.Equal(calls[i].GetInt64(), error.CallStack[i].Offset);
        }
    }

    private static Cairo0HintProcessor Processor(CairoProgram program) => new(new Cairo0Hints(program));
}
