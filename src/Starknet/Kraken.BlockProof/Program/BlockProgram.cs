using System;
using System.IO;
using System.Text;
using Kraken.BlockProof.Sources;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo0;

namespace Kraken.BlockProof.Program;

/// <summary>The program that proves consecutive blocks, compiled from the sources that this assembly carries.</summary>
public sealed class BlockProgram
{
    private const string MainModule = "os.main";

    private static readonly Lazy<BlockProgram> Compiled = new(() => new());

    private BlockProgram()
    {
        BlockModules modules = new();
        CairoCompilerOptions options = new() { IsProofMode = true };
        string json = CairoCompiler.Compile([modules.Find(MainModule)!], modules, options).ToJson();
        Cairo = CairoProgramReader.TryRead(Encoding.UTF8.GetBytes(json), out CairoProgram? program, out ProgramError? error)
            ? program
            : throw new InvalidDataException($"the block program does not compile: {error}");
    }

    /// <summary>The program of <see cref="Witness.BlockWitness.ProtocolVersion"/>; compiled when it is first asked for.</summary>
    public static BlockProgram Current => Compiled.Value;

    /// <summary>The compiled program, in proof mode.</summary>
    public CairoProgram Cairo { get; }
}
