using System.Collections.Generic;
using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Opcodes;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Hints;
using Kraken.Cairo.Air.Relations;
using Kraken.Casm.Instructions;
using Kraken.Hashing;

namespace Kraken.Cairo.Air.Components.Blake;

/// <summary>
/// The BLAKE2s compression as an instruction: op0 points to h, op1 to the message, [ap] to the new state, dst is the byte count.
/// </summary>
internal sealed class BlakeCompressOpcode : OpcodeDefinition
{
    private const int Rounds = 10;
    private const int Blake = 1;
    private const int BlakeFinalize = 2;

    private static readonly uint[] Iv = [.. Blake2s.InitialVector];

    private static readonly InstructionPattern Pattern = new("?? 0?= 00 000 0? 000", null, null, null, extension: null);

    public override string Name => "blake_compress_opcode";

    protected override CasmState Step(AirBuilder b, CasmState state)
    {
        Instruction code = Instruction.Decode(b, state.Pc, Pattern);
        b.Constrain((code.Extension - Blake) * (code.Extension - BlakeFinalize));
        Expr hBase = b.Assign(state.Base(code[InstructionBit.Op0Fp]), "mem0_base");
        Expr h = b.ReadAddress(hBase + code.Op0, "op0");
        Expr messageBase = b.Assign(Operands.OpOneBase(state, code), "mem1_base");
        Expr message = b.ReadAddress(messageBase + code.Op1, "op1");
        Expr output = b.ReadAddress(state.Ap, "ap");
        Expr countBase = b.Assign(state.Base(code[InstructionBit.DstFp]), "mem_dst_base");
        Word count = b.ReadWord(countBase + code.Dst, "dst");

        Word[] initial = InitialState(b, h, count, code.Extension - Blake);
        Word[] final = RunRounds(b, initial, message);
        WriteOutput(b, initial, final, output);
        return new(state.Pc + 1, state.Ap + code[InstructionBit.ApAddOne], state.Fp);
    }

    /// <summary>h, then the initialisation vector with the byte count and the last-block flag mixed in.</summary>
    private static Word[] InitialState(AirBuilder b, Expr h, Word count, Expr isLast)
    {
        List<Word> state = [.. Enumerable.Range(0, 8).Select(i => b.ReadWord(h + i, $"state_{i}"))];
        state.AddRange(Iv.Select(Word.Of));
        state[12] = XorWithIv(b, count);
        Word inverted = Word.Of(~Iv[6]);
        state[14] = new(
            (isLast * inverted.Low) + ((1 - isLast) * state[14].Low), (isLast * inverted.High) + ((1 - isLast) * state[14].High));
        return [.. state];
    }

    private static Word XorWithIv(AirBuilder b, Word count)
    {
        (Expr t0, Expr t1) = b.SplitHalf(count.Low, 8);
        (Expr t2, Expr t3) = b.SplitHalf(count.High, 8);
        Relation table = TableRelations.Xor8[0];
        Expr[] bytes = [.. new[] { t0, t1, t2, t3 }.Select((part, i) => b.Xor(table, part, (int)((Iv[4] >> (8 * i)) & 0xff)))];
        return new(bytes[0] + (bytes[1] * (1 << 8)), bytes[2] + (bytes[3] * (1 << 8)));
    }

    /// <summary>The chain of rounds, named by the row; each round is a row of its own component.</summary>
    private static Word[] RunRounds(AirBuilder b, Word[] initial, Expr message)
    {
        Expr chain = b.Preprocessed(PreprocessedColumn.Sequence);
        b.Yield(CairoRelations.BlakeRound, BlakeRound.Tuple(chain, 0, initial, message));
        Word[] state = initial;
        for (int round = 0; round < Rounds; round++)
        {
            b.Feed(CairoRelations.BlakeRound, BlakeRound.Tuple(chain, round, state, message));
            Expr[] next = b.Call(BlakeRoundHint.Instance, [round, message, .. state.Select(word => word.Value)]);
            state = [.. next.Select(Word.Split)];
        }

        Word[] final = [.. state.Select(word => word.Deduce(b, "blake_round_output"))];
        Expr finalMessage = b.Deduce(message, "blake_round_output_message");
        b.UseUnfed(CairoRelations.BlakeRound, BlakeRound.Tuple(chain, Rounds, final, finalMessage));
        return final;
    }

    private static void WriteOutput(AirBuilder b, Word[] initial, Word[] final, Expr address)
    {
        Word[] output = new Word[8];
        for (int i = 0; i < output.Length; i++)
        {
            Word[] inputs = [final[i], final[i + 8], initial[i]];
            output[i] = Word.Split(inputs[0].Value ^ inputs[1].Value ^ inputs[2].Value).Deduce(b, "triple_xor_32_output");
            b.Use(CairoRelations.TripleXor, [.. inputs.Append(output[i]).SelectMany(word => new[] { word.Low, word.High })]);
        }

        for (int i = 0; i < output.Length; i++)
        {
            b.VerifyWord(address + i, output[i], $"new_state_{i}");
        }
    }
}
