using System;
using System.Collections.Immutable;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Runs;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Fields;
using Kraken.StarknetOs.Hints;
using Kraken.StarknetOs.Programs;

namespace Kraken.StarknetOs.Runs;

/// <summary>The outcome of running an operating system over blocks: one of the three.</summary>
public abstract record OsRun
{
    private OsRun()
    {
    }

    /// <summary>Runs blocks. They are executed by <c>Kraken.Execution</c> first, whose notes the hints of the program read.</summary>
    /// <param name="program">The operating system. Whether it was published is the caller's to ask.</param>
    /// <param name="witness">The blocks.</param>
    /// <param name="maxSteps">The most steps.</param>
    /// <param name="compresses">
    /// Whether the state diff is put out as Starknet publishes it, compressed and without the values before, instead of whole.
    /// </param>
    public static OsRun Of(OsProgram program, BlockWitness witness, long maxSteps = BlockProgram.DefaultMaxSteps, bool compresses = false)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(witness);
        (ImmutableArray<RecordedBlock> blocks, NotProvable? refusal) = BlockRecorder.Record(witness);
        if (refusal is not null)
        {
            return new Refused(refusal);
        }

        Cairo0Hints hints = new(program.Framed, OsHints.Over(new OsRunState(witness, blocks, compresses)));
        return ProofModeRun.TryRun(program.Framed, new Cairo0HintProcessor(hints), maxSteps, out ProofModeRun? run, out string? error)
            ? new Completed(run, blocks)
            : new Failed(error);
    }

    /// <summary>The blocks ran.</summary>
    /// <param name="Run">The run, as the prover wants it.</param>
    /// <param name="Blocks">The blocks as they were executed before.</param>
    public sealed record Completed(ProofModeRun Run, ImmutableArray<RecordedBlock> Blocks) : OsRun
    {
        /// <summary>What a proof of the run makes public; <see cref="Output.OsOutput"/> reads it.</summary>
        public ImmutableArray<Felt> Output => Run.Output;
    }

    /// <summary>The blocks hold what is not stated here; nothing was run.</summary>
    public sealed record Refused(NotProvable Reason) : OsRun;

    /// <summary>The program did not come to its end: the witness lacks something, or something in it is false.</summary>
    /// <param name="Error">The error of the machine.</param>
    public sealed record Failed(string Error) : OsRun;
}
