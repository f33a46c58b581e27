using System.Collections.Immutable;
using Kraken.BlockProof.Runs;
using Kraken.Fields;

namespace Kraken.BlockProof.Program;

/// <summary>The outcome of running the block program: one of the three.</summary>
public abstract record BlockProgramRun
{
    private BlockProgramRun()
    {
    }

    /// <summary>The blocks ran, and the output says so.</summary>
    /// <param name="Run">The run, as the prover wants it.</param>
    public sealed record Completed(ProofModeRun Run) : BlockProgramRun
    {
        /// <summary>What a proof of the run makes public; <see cref="Statement.BlockStatement"/> reads it.</summary>
        public ImmutableArray<Felt> Output => Run.Output;
    }

    /// <summary>The blocks hold what the program does not state; nothing was run.</summary>
    public sealed record Refused(NotProvable Reason) : BlockProgramRun;

    /// <summary>The program did not come to its end: the witness lacks something, or something in it is false.</summary>
    /// <param name="Error">The error of the machine.</param>
    public sealed record Failed(string Error) : BlockProgramRun;
}
