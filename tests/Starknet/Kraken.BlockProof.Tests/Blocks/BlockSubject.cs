using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Hints;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Tests.Cairo;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Runs;
using Kraken.Fields;
using Xunit;

namespace Kraken.BlockProof.Tests.Blocks;

/// <summary>The block program over blocks, with its honest output: what lies are told against.</summary>
internal sealed class BlockSubject
{
    public BlockSubject(BlockWitness witness)
    {
        (ImmutableArray<RecordedBlock> blocks, NotProvable? refusal) = BlockRecorder.Record(witness);
        Assert.Null(refusal);
        Program = new(BlockProgram.Current.Cairo, () => BlockHints.Over(new(witness, blocks)), RunOptions.Stwo);
        Honest = Program.Run(Program.Hints());
        Assert.Equal(witness.Blocks[^1].Header.Hash, Honest.Output[4]);
    }

    public AlteredHint.Subject Program { get; }

    public (Felt[] Output, long Steps) Honest { get; }

    /// <summary>Lets a call of a hint write something else than it should: first what it should, then the lie.</summary>
    /// <param name="hint">The hint.</param>
    /// <param name="call">Which of its calls.</param>
    /// <param name="lie">What is done behind the honest hint, bound at load.</param>
    public void Must(string hint, int call, Func<HintBinder, Action<HintRun>> lie) =>
        AlteredHint.MustMatter(Program, hint, call, Honest, false, ids =>
        {
            Action<HintRun> told = lie(ids);
            return (run, honestly) =>
            {
                honestly(run);
                told(run);
            };
        });

    /// <summary>Lets the first call of a hint lie where the run may fail in any way, as it runs other code then.</summary>
    public void MustNotPass(string hint, Func<HintBinder, Action<HintRun>> lie)
    {
        LiesAboutAttribute.Require(hint);
        Dictionary<string, HintFactory> hints = new(Program.Hints());
        HintFactory factory = hints[hint];
        hints[hint] = ids =>
        {
            (Action<HintRun> honestly, Action<HintRun> told) = (factory(ids), lie(ids));
            return run =>
            {
                honestly(run);
                told(run);
            };
        };
        VmError? error = Program.TryRun(hints, 4 * Honest.Steps, out CairoRunner runner);
        Assert.False(
            error is null && runner.Output().Select(cell => cell.Felt).SequenceEqual(Honest.Output), $"{hint}: the lie had no effect");
    }
}
