using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Kraken.BlockProof.Hints;
using Kraken.BlockProof.Sources;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo.Vm.Runs;
using Kraken.Cairo0;
using Kraken.Cairo0.Modules;
using Kraken.Fields;
using Xunit;

namespace Kraken.BlockProof.Tests.Cairo;

/// <summary>Compiles a small main over the block program's modules and runs it.</summary>
internal static class CairoTest
{
    private static readonly ConcurrentDictionary<string, CairoProgram> Programs = new();

    /// <summary>The output of a run that must succeed, and its steps.</summary>
    public static (Felt[] Output, long Steps) Run(string file, IReadOnlyDictionary<string, HintFactory> own)
    {
        Assert.Null(TryRun(file, own, out CairoRunner runner));
        return ([.. runner.Output().Select(cell => cell.Felt)], runner.Machine.Steps);
    }

    /// <summary>Runs a main with hints of its own, which go before those of the library.</summary>
    public static VmError? TryRun(
        string file, IReadOnlyDictionary<string, HintFactory> own, out CairoRunner runner, long maxSteps = long.MaxValue)
    {
        CairoProgram program = Program(file);
        Dictionary<string, HintFactory> hints = new(LibraryHints.All);
        foreach ((string name, HintFactory factory) in own)
        {
            hints[name] = factory;
        }

        RunOptions options = new() { Traced = false, Resources = new RunResources(maxSteps) };
        Cairo0HintProcessor processor = new(new Cairo0Hints(program, hints));
        return CairoRunner.Run(program, options, processor, out runner) ?? runner.VerifySecure();
    }

    /// <summary>A compiled main.</summary>
    public static CairoProgram Program(string file) => Programs.GetOrAdd(file, name => Compile(name));

    /// <summary>Compiles a main.</summary>
    public static CairoProgram Compile(string file, bool isProofMode = false)
    {
        using Stream stream = typeof(CairoTest).Assembly.GetManifestResourceStream(file)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        CairoCompilerOptions options = new() { IsProofMode = isProofMode };
        string json = CairoCompiler.Compile([SourceReader.FromBytes(bytes, file)], new BlockModules(), options).ToJson();
        return CairoProgramReader.TryRead(Encoding.UTF8.GetBytes(json), out CairoProgram? program, out ProgramError? error)
            ? program
            : throw new InvalidDataException(error.ToString());
    }
}
