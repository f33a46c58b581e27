using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Kraken.Air.Evaluation;
using Kraken.Air.Tapes;
using Kraken.Fields;
using Xunit;

namespace Kraken.Air.Tests;

public sealed class TapeTests
{
    [Fact]
    public void ConstraintTapesSumWhatTheGraphSays() => Prop.ForAll<int>(seed => ConstraintsAgree(seed)).QuickCheckThrowOnFailure();

    [Fact]
    public void WitnessTapesGiveWhatTheGraphSays() => Prop.ForAll<int>(seed => WitnessAgrees(seed)).QuickCheckThrowOnFailure();

    [Fact]
    public void TemporariesAreReused()
    {
        AirRecording air = SmallDefinition.Record(b =>
        {
            Expr x = b.Input("x");
            for (int i = 0; i < 50; i++)
            {
                b.Constrain((x + i) * (x - 2 - i));
            }
        });
        Assert.True(air.ConstraintTape.RegisterCount <= air.ConstraintTape.Layout.FirstTemporary + 3);
    }

    private static void ConstraintsAgree(int seed)
    {
        AirRecording air = AirRecording.Of(new RandomDefinition(seed));
        Random random = new(seed);
        QM31 Next() => new(random.Next(), random.Next(), random.Next(), random.Next());
        QM31[] trace = [.. air.Columns.Select(_ => Next())];
        QM31[] preprocessed = [.. air.Preprocessed.Select(_ => Next())];
        M31[] parameters = [.. air.Parameters.Select(_ => (M31)random.Next())];
        QM31[] interaction = [.. Enumerable.Range(0, air.InteractionColumns).Select(_ => Next())];
        QM31[] previous = [.. Enumerable.Range(0, air.Lookups.IsEmpty ? 0 : 4).Select(_ => Next())];
        LookupElements elements = new(Next(), Next());
        (QM31 coefficient, QM31 claimed) = (Next(), Next());
        QM31 Of(int node) => NaiveEvaluation.Field(air, node, trace, preprocessed, parameters);

        QM31 expected = air.Constraints.Aggregate(QM31.Zero, (sum, node) => (sum * coefficient) + Of(node));
        QM31 before = QM31.Zero;
        for (int batch = 0; batch < air.LookupBatches; batch++)
        {
            QM31 sum = QM31.FromPartialEvaluations(
                interaction[4 * batch], interaction[(4 * batch) + 1], interaction[(4 * batch) + 2], interaction[(4 * batch) + 3]);
            QM31 step = sum - before;
            if (batch == air.LookupBatches - 1)
            {
                step += (claimed * ((M31)32).Inverse()) - QM31.FromPartialEvaluations(previous[0], previous[1], previous[2], previous[3]);
            }

            (QM31 n, QM31 d) = (QM31.Zero, QM31.One);
            foreach (Lookup lookup in air.Lookups.Skip(2 * batch).Take(2))
            {
                QM31 denominator = lookup.Tuple.Select((node, i) => elements.AlphaPowers[i + 1] * Of(node))
                    .Aggregate((QM31)lookup.Relation.Id - elements.Z, (total, term) => total + term);
                (n, d) = ((n * denominator) + (Of(lookup.Numerator) * d), d * denominator);
            }

            expected = (expected * coefficient) + ((step * d) - n);
            before = sum;
        }

        ComponentMask mask = new()
        {
            Trace = trace,
            Preprocessed = preprocessed,
            Parameters = parameters,
            Interaction = interaction,
            PreviousInteraction = previous,
            ClaimedSum = claimed,
            LogSize = 5,
        };
        Assert.Equal(expected, PointEvaluator.Accumulate(air, mask, elements, coefficient, QM31.Zero));
    }

    private static void WitnessAgrees(int seed)
    {
        AirRecording air = AirRecording.Of(new RandomDefinition(seed));
        WitnessTape tape = air.WitnessTape;
        Random random = new(seed);
        uint[] registers = new uint[tape.RegisterCount];
        for (int i = 0; i < air.Columns.Length; i++)
        {
            registers[i] = air.Columns[i].Definition < 0 ? (uint)random.Next(1 << 20) : 0xdead;
        }

        uint[] inputs = registers[..air.Columns.Length];
        registers.AsSpan(tape.Layout.FirstPreprocessed, tape.Layout.Preprocessed).Fill(11);
        registers.AsSpan(tape.Layout.FirstParameter, tape.Layout.Parameters).Fill(13);
        tape.Layout.Constants.CopyTo(registers, tape.Layout.FirstConstant);
        Dictionary<int, uint> known = [];
        Run(air, tape, registers, (feed, index) =>
            Assert.Equal(air.Feeds[index].Elements.Select(node => NaiveEvaluation.Word(air, node, known, inputs)), feed));
        for (int i = 0; i < air.Columns.Length; i++)
        {
            uint expected = air.Columns[i].Definition < 0 ? inputs[i] : NaiveEvaluation.Word(air, air.Columns[i].Definition, known, inputs);
            Assert.Equal(expected, registers[i]);
        }
    }

    private static void Run(AirRecording air, WitnessTape tape, uint[] registers, Action<IEnumerable<uint>, int> onFeed)
    {
        foreach (TapeInstruction step in tape.Instructions)
        {
            switch (step.Op)
            {
                case AirOp.CallHint:
                    TapeCall call = tape.Calls[step.Left];
                    uint[] outputs = new uint[call.Hint.Outputs];
                    call.Hint.EvaluateRow(null!, [.. call.Inputs.Select(register => registers[register])], outputs);
                    for (int i = 0; i < outputs.Length; i++)
                    {
                        if (call.Outputs[i] >= 0)
                        {
                            registers[call.Outputs[i]] = outputs[i];
                        }
                    }

                    break;
                case AirOp.Feed:
                    onFeed(tape.Feeds[step.Left].Elements.Select(register => registers[register]).ToArray(), step.Left);
                    break;
                default:
                    bool immediate = step.Op is AirOp.ShiftLeft or AirOp.ShiftRight;
                    registers[step.Destination] = Lanes.Apply(
                        step.Op, registers[step.Left], immediate ? (uint)step.Right : registers[step.Right]);
                    break;
            }
        }

        Assert.Equal(air.Feeds.Length, tape.Instructions.Count(step => step.Op == AirOp.Feed));
    }
}
