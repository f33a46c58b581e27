using System;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Kraken.Cairo.Hints.Bootloader;
using Kraken.Cairo.Hints.Executables;
using Kraken.Cairo.Hints.Tests.Bootloader;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Runs;
using Kraken.Casm.Executables;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Xunit;

namespace Kraken.Cairo.Hints.Tests.Executables;

/// <summary>Executables of Cairo 1: read, run alone in proof mode, and by a bootloader.</summary>
public sealed class ExecutableTests
{
    [Fact]
    public void ItRunsAloneWithItsArguments()
    {
        ExecutableProgram program = Program(ExecutableEntryKind.Standalone);
        VmError? error = CairoRunner.Run(program.Program, RunOptions.Stwo, program.HintsFor([7, 8]), out CairoRunner runner);
        Assert.True(error is null, error?.ToString());
        Assert.Equal([(Felt)7], runner.Output().Select(cell => cell.Felt));
        Assert.Equal(4, runner.Machine.Pc.Offset);
    }

    [Fact]
    public void ItRunsByABootloaderAmongOtherTasks()
    {
        ExecutableProgram program = Program(ExecutableEntryKind.Bootloader);
        ExecutableTask first = new(program, [7], ProgramHashFunction.Poseidon);
        ExecutableTask second = new(program, [9, 1], ProgramHashFunction.Poseidon);
        PieTask replay = new(Bootloaders.Pie("squash_plain"), ProgramHashFunction.Blake);
        Felt hash = Bootloaders.Hash(first);
        Felt[] output = Bootloaders.Output(first, second, replay);
        Assert.Equal((Felt[])[3, 3, hash, 7, 3, hash, 9], output[..7]);
        Assert.Equal(Bootloaders.Expected((replay, "squash_plain"))[1..], output[7..]);
    }

    [Fact]
    public void WithoutTheArgumentThatItReadsItFails()
    {
        ExecutableProgram program = Program(ExecutableEntryKind.Standalone);
        VmError? error = CairoRunner.Run(program.Program, RunOptions.Stwo, program.HintsFor([]), out _);
        Assert.StartsWith("Error at pc=0:8: Failed to compute or deduce op1", error?.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"0xb\"", "\"-0x1\"", null)]
    [InlineData("\"0xb\"", "\"b\"", "program.bytecode[1]: expected a field element in hexadecimal, with or")]
    [InlineData("\"0xb\"", "11", "program.bytecode[1]: expected a string of at most 80 characters, got 11")]
    [InlineData("\"offset\":6,", "\"offset\":23,", "entrypoints[1].offset: expected an integer of 0 to 22, got 23")]
    [InlineData("[[6,[", "[[23,[", "program.hints[0][0]: expected an integer of 0 to 22, got 23")]
    [InlineData("WriteRunParam", "WriteParam", "program.hints[0][1][0]")]
    [InlineData(
        "\"kind\":\"Bootloader\"", "\"kind\":\"Other\"", "entrypoints[1].kind: expected one of Standalone, Bootloader, got \"Other\"")]
    public void WhatIsMalformedIsNamed(string part, string changed, string? expected)
    {
        string json = EchoExecutable.Json();
        Assert.Contains(part, json, StringComparison.Ordinal);
        byte[] altered = Encoding.UTF8.GetBytes(json.Replace(part, changed, StringComparison.Ordinal));
        bool isRead = CairoExecutableJson.TryDecode(altered, out CairoExecutable? executable, out DecodeError? error);
        Assert.Equal(expected is null, isRead);
        if (expected is null)
        {
            Assert.Equal(-Felt.One, executable!.Bytecode[1]);
        }
        else
        {
            Assert.StartsWith(expected, error!.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AnEntryPointOfTheKindAndKnownBuiltinsAreNeeded()
    {
        CairoExecutable executable = Read(EchoExecutable.Json("Bootloader"));
        Assert.False(ExecutableProgram.TryOf(executable, ExecutableEntryKind.Standalone, out _, out DecodeError? error));
        Assert.Equal("entrypoints: expected one of kind Standalone, got Bootloader, Bootloader", error.ToString());
        ImmutableArray<string>[] others = [["pedersen", "output"], ["output", "fly"], ["output", "output"]];
        foreach (ImmutableArray<string> builtins in others)
        {
            CairoExecutable other = executable with { EntryPoints = [executable.EntryPoints[0] with { Builtins = builtins }] };
            Assert.False(ExecutableProgram.TryOf(other, ExecutableEntryKind.Bootloader, out _, out error));
            Assert.Equal("entrypoints.builtins", error.Path);
        }
    }

    [Theory]
    [InlineData("[1, \"0x2\", 3618502788666131213697322783095070105623107215331596699973092056135872020480]", null)]
    [InlineData("[1, -1]", "[1]: expected a field element, got -1")]
    [InlineData("[\"2\"]", "[0]: expected a field element in hexadecimal, got \"2\"")]
    [InlineData("[[1]]", "[0]: expected a field element in hexadecimal")]
    [InlineData("{}", "value: expected ")]
    public void ArgumentsAreAListOfNumbers(string json, string? expected)
    {
        bool isRead = ExecutableArguments.TryRead(Encoding.UTF8.GetBytes(json), out ImmutableArray<Felt> arguments, out DecodeError? error);
        Assert.Equal(expected is null, isRead);
        Felt[] wanted = expected is null ? [1, 2, -Felt.One] : [];
        Assert.Equal(wanted, arguments);
        Assert.StartsWith(expected ?? string.Empty, error?.ToString() ?? string.Empty, StringComparison.Ordinal);
    }

    private static ExecutableProgram Program(ExecutableEntryKind kind)
    {
        CairoExecutable executable = Read(EchoExecutable.Json());
        Assert.True(ExecutableProgram.TryOf(executable, kind, out ExecutableProgram? program, out DecodeError? error), error?.ToString());
        return program;
    }

    private static CairoExecutable Read(string json)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(json);
        Assert.True(CairoExecutableJson.TryDecode(utf8, out CairoExecutable? executable, out DecodeError? error), error?.ToString());
        return executable;
    }
}
