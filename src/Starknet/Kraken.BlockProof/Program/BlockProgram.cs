using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Text;
using Kraken.BlockProof.Hints;
using Kraken.BlockProof.Runs;
using Kraken.BlockProof.Sources;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo0;
using Kraken.Fields;

namespace Kraken.BlockProof.Program;

/// <summary>The program that proves consecutive blocks, compiled from the sources that this assembly carries.</summary>
public sealed class BlockProgram
{
    /// <summary>The most steps of a run, unless the caller says otherwise: a proof of more does not fit the usual parameters.</summary>
    public const long DefaultMaxSteps = 1 << 23;

    private const string MainModule = "os.main";

    private static readonly Lazy<BlockProgram> Compiled = new(CompileAsStated);

    private BlockProgram()
    {
        BlockModules modules = new();
        CairoCompilerOptions options = new() { IsProofMode = true };
        string json = CairoCompiler.Compile([modules.Find(MainModule)!], modules, options).ToJson();
        Cairo = CairoProgramReader.TryRead(Encoding.UTF8.GetBytes(json), out CairoProgram? program, out ProgramError? error)
            ? program
            : throw new InvalidDataException($"the block program does not compile: {error}");
        Hash = ProofModeRun.HashOf(Cairo.Data);
    }

    /// <summary>
    /// The program of <see cref="Witness.BlockWitness.ProtocolVersion"/>; compiled when it is first asked for, and the one that
    /// <see cref="BlockProgramManifest"/> states.
    /// </summary>
    /// <exception cref="InvalidDataException">The sources compile to another program than the manifest states.</exception>
    public static BlockProgram Current => Compiled.Value;

    /// <summary>The compiled program, in proof mode.</summary>
    public CairoProgram Cairo { get; }

    /// <summary>Its words in the order of their addresses, which its proofs make public.</summary>
    public IReadOnlyList<Felt> Words => Cairo.Data;

    /// <summary>The hash that its proofs show.</summary>
    public Felt Hash { get; }

    /// <summary>What the sources compile to, stated or not.</summary>
    internal static BlockProgram Compile() => new();

    /// <summary>Runs blocks. They are executed by <c>Kraken.Execution</c> first, whose notes the hints of the program read.</summary>
    /// <param name="witness">The blocks.</param>
    /// <param name="maxSteps">The most steps.</param>
    public BlockProgramRun Run(BlockWitness witness, long maxSteps = DefaultMaxSteps)
    {
        ArgumentNullException.ThrowIfNull(witness);
        (ImmutableArray<RecordedBlock> blocks, NotProvable? refusal) = BlockRecorder.Record(witness);
        return refusal is null
            ? Run(BlockHints.Over(new(witness, blocks)), maxSteps)
            : new BlockProgramRun.Refused(refusal);
    }

    private static BlockProgram CompileAsStated()
    {
        BlockProgram program = Compile();
        BlockProgramManifest.Current.Require(BlockWitness.ProtocolVersion, program.Hash);
        return program;
    }

    /// <summary>Runs with hints of the caller's choice.</summary>
    internal BlockProgramRun Run(IReadOnlyDictionary<string, HintFactory> hints, long maxSteps) =>
        ProofModeRun.TryRun(
            Cairo, new Cairo0HintProcessor(new Cairo0Hints(Cairo, hints)), maxSteps, out ProofModeRun? run, out string? error)
            ? new BlockProgramRun.Completed(run)
            : new BlockProgramRun.Failed(error);
}
