using System;
using System.IO;
using System.Security.Cryptography;
using System.Text.Json;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo.Vm.Relocation;
using Kraken.Cairo.Vm.Runs;
using Kraken.Casm.Builtins;
using Xunit;

namespace Kraken.Cairo.Vm.Tests.Runs;

/// <summary>The reference machine's results of the Cairo 0 programs of the shared data.</summary>
internal static class ExpectedRuns
{
    private static readonly Lazy<JsonDocument> Document =
        new(() => JsonDocument.Parse(File.ReadAllBytes(DataFiles.Folder("cairo", "cairo0_programs", "expected.json"))));

    public static JsonElement Of(string name) => Document.Value.RootElement.GetProperty("programs").GetProperty(name);

    public static CairoProgram Load(string file)
    {
        Assert.True(CairoProgramReader.TryRead(File.ReadAllBytes(
            DataFiles.Folder("cairo", "cairo0_programs", file)), out CairoProgram? program, out ProgramError? error), error?.ToString());
        return program;
    }

    /// <summary>Runs a program as the reference ran it and compares output, steps, resources, trace and memory.</summary>
    public static void CheckPlain(string name, Func<CairoProgram, IHintProcessor> hints)
    {
        JsonElement expected = Of(name);
        CairoProgram program = Load($"{name}.json");
        var options = new RunOptions { Layout = Layout.Find(expected.GetProperty("layout").GetString()!)! };
        VmError? error = CairoRunner.Run(program, options, hints(program), out CairoRunner runner);
        Assert.True(error is null, error?.ToString());
        error = runner.VerifySecure();
        Assert.True(error is null, error?.ToString());
        CheckOutput(expected, runner);
        Assert.Equal(expected.GetProperty("steps").GetInt64(), runner.Machine.Steps);
        ExecutionResources resources = runner.CountResources();
        Assert.Equal(expected.GetProperty("memory_holes").GetInt64(), resources.MemoryHoles);
        foreach (JsonProperty instances in expected.GetProperty("builtin_instances").EnumerateObject())
        {
            Assert.True(BuiltinNames.TryParse(instances.Name, out BuiltinName builtin));
            Assert.Equal(instances.Value.GetInt32(), resources.BuiltinInstances[builtin]);
        }

        CheckFiles(name, runner.Machine);
    }

    /// <summary>
    /// Runs a program in proof mode, with and without filled holes, and compares output, steps, trace, memory and segments.
    /// </summary>
    public static void CheckProof(string name, Func<CairoProgram, IHintProcessor> hints)
    {
        JsonElement expected = Of(name).GetProperty("proof_mode");
        CairoProgram program = Load($"{name}.proof.json");
        foreach (bool fills in (bool[])[true, false])
        {
            var options =
                new RunOptions { Layout = Layout.Find(expected.GetProperty("layout").GetString()!)!, ProofMode = true, FillsHoles = fills };
            VmError? error = CairoRunner.Run(program, options, hints(program), out CairoRunner runner);
            Assert.True(error is null, error?.ToString());
            CheckOutput(expected, runner);
            Assert.Equal(expected.GetProperty("steps").GetInt64(), runner.Machine.Steps);
            CheckFiles(
                runner.Machine,
                expected.GetProperty("trace_sha256").GetString()!,
                expected.GetProperty(fills ? "memory_sha256" : "memory_sha256_no_fill").GetString()!);
            CheckSegments(expected, runner);
        }
    }

    private static void CheckOutput(JsonElement expected, CairoRunner runner)
    {
        JsonElement output = expected.GetProperty("output");
        Assert.Equal(output.GetArrayLength(), runner.Output().Count);
        for (int i = 0; i < output.GetArrayLength(); i++)
        {
            Assert.Equal(output[i].GetString(), runner.Output()[i].ToString());
        }
    }

    private static void CheckSegments(JsonElement expected, CairoRunner runner)
    {
        RelocatedMemory memory = RelocatedMemory.Of(runner.Machine.Memory);
        foreach ((BuiltinName name, SegmentRange range) in PublicMemory.BuiltinSegments(runner, memory))
        {
            JsonElement segment = expected.GetProperty("memory_segments").GetProperty(BuiltinNames.Text(name));
            Assert.Equal((segment[0].GetInt64(), segment[1].GetInt64()), (range.Begin, range.Stop));
        }

        Assert.Equal(expected.GetProperty("public_memory_cells").GetInt32(), PublicMemory.Cells(runner, memory).Count);
        (int min, int max) = TracePadding.RangeCheckLimits(runner.Machine)!.Value;
        Assert.Equal((expected.GetProperty("rc_min").GetInt32(), expected.GetProperty("rc_max").GetInt32()), (min, max));
    }

    /// <summary>Compares the trace and the memory of a plain run with those of the reference.</summary>
    public static void CheckFiles(string name, VirtualMachine machine)
    {
        JsonElement expected = Of(name);
        CheckFiles(machine, expected.GetProperty("trace_sha256").GetString()!, expected.GetProperty("memory_sha256").GetString()!);
    }

    private static void CheckFiles(VirtualMachine machine, string traceHash, string memoryHash)
    {
        RelocatedMemory memory = RelocatedMemory.Of(machine.Memory);
        using var trace = new MemoryStream();
        RelocatedTrace.Write(RelocatedTrace.Of(machine, memory), trace);
        Assert.Equal(traceHash, Convert.ToHexStringLower(SHA256.HashData(trace.ToArray())));
        using var cells = new MemoryStream();
        memory.Write(cells);
        Assert.Equal(memoryHash, Convert.ToHexStringLower(SHA256.HashData(cells.ToArray())));
    }
}
