using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Kraken.Cairo.Hints.Bootloader;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Hints.Tests.Bootloader;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Programs;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Xunit;

namespace Kraken.Cairo.Hints.Tests.Cairo0;

/// <summary>Numbers that programs ask for by name.</summary>
public sealed class ProgramInputTests
{
    [Fact]
    public void ATaskTakesItsNumbersToAp()
    {
        // The constant that the program puts out comes from the hint instead of from an instruction: ap += 1 in its place.
        ProgramTask task = Asking("memory[ap] = to_felt_or_relocatable(program_input['n'])");
        Felt[] output = Bootloaders.Output(task with { Input = Read("""{"n":77,"others":[1,2],"text":null}""") });
        Assert.Equal((Felt)77, output[^1]);
        VmError error = SimpleBootloaderTests.Fail(task);
        Assert.Equal(("ProgramInput", "the program asks for 'n', which its input does not have"), (error.Code, error.Message));
        error = SimpleBootloaderTests.Fail(task with { Input = Read("""{"n":[77]}""") });
        Assert.Contains("which is none", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ids.a = program_input['a']", true)]
    [InlineData("ids.a = program_input['a']\nids.b.c = program_input[\"b\"]", true)]
    [InlineData("memory[ap] = to_felt_or_relocatable(program_input[\"a\"])", true)]
    [InlineData("ids.a = program_input['a'] + 1", false)]
    [InlineData("ids.a = program_input['a']\nlaunch()", false)]
    [InlineData("memory[ap] = to_felt_or_relocatable(program_input['a\"])", false)]
    [InlineData("memory[ap] = to_felt_or_relocatable(len(program_input['a']))", false)]
    public void OnlyHintsOfTheFormAreRecognised(string text, bool isRecognised) =>
        Assert.Equal(isRecognised, ProgramInput.Empty.HintsOf(Asking(text).Program).ContainsKey(text));

    [Theory]
    [InlineData("[]", "value: expected an object of at most 16384 members, got []")]
    [InlineData("{\"a\":\"b\"}", "a: expected a field element in hexadecimal, got \"b\"")]
    [InlineData("{\"a\":-1}", "a: expected a field element, got -1")]
    [InlineData("{\"a\":1,\"a\":2}", "a: expected a name that stands once, got 2")]
    public void WhatIsNoNumberIsNamed(string json, string expected)
    {
        Assert.False(ProgramInput.TryRead(Encoding.UTF8.GetBytes(json), out _, out DecodeError? error));
        Assert.Equal(expected, error.ToString());
    }

    [Fact]
    public void OneMemberMoreThanIsAllowedIsRefused()
    {
        Assert.True(ProgramInput.TryRead(Members(1 << 14), out _, out _));
        Assert.False(ProgramInput.TryRead(Members((1 << 14) + 1), out _, out _));
    }

    private static byte[] Members(int count) =>
        Encoding.UTF8.GetBytes($"{{{string.Join(",", Enumerable.Range(0, count).Select(i => $"\"{i}\":1"))}}}");

    private static ProgramInput Read(string json)
    {
        Assert.True(ProgramInput.TryRead(Encoding.UTF8.GetBytes(json), out ProgramInput? input, out DecodeError? error), error?.ToString());
        return input;
    }

    private static ProgramTask Asking(string hint)
    {
        ProgramTask task = ConstantProgram.Task([1]);
        Felt[] code = [.. task.Code];
        (code[0], code[1]) = (Felt.Parse("0x40780017fff7fff"), 1);
        ProgramHint asked = new(0, hint, ["__main__"], default, new Dictionary<string, int>());
        return task with { Program = task.Program with { Data = code, Hints = [asked] } };
    }
}
