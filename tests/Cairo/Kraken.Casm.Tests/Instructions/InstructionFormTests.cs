using System;
using Kraken.Casm.Instructions;
using Xunit;

namespace Kraken.Casm.Tests.Instructions;

/// <summary>
/// All combinations of flags, against the rules of the whitepaper's section 4.4 and of the opcode extensions, written down once more.
/// </summary>
public sealed class InstructionFormTests
{
    private static readonly short[] Offsets = [short.MinValue, -3, -2, -1, 0, 1, 2, short.MaxValue];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void ExactlyTheLegalCombinationsOfFlagsDecode(int extension)
    {
        int legal = 0;
        for (int flags = 0; flags < 1 << 15; flags++)
        {
            (short dst, short op0, short op1) = OffsetsOf(flags);
            InstructionError error = InstructionWord.TryDecode(Word(flags, extension, dst, op0, op1), out DecodedInstruction i);
            bool expected = IsLegal(flags, extension);
            Assert.True(expected == (error == InstructionError.None), $"flags {flags:b15}, extension {extension}: {error}");
            Assert.Equal(error == InstructionError.None ? (dst, op0, op1) : (0, 0, 0), (i.OffDst, i.OffOp0, i.OffOp1));
            legal += expected ? 1 : 0;
        }

        Assert.True(extension > 3 ? legal == 0 : legal > 0, $"{legal} legal forms");
    }

    [Fact]
    public void OffsetsTakeTheirWholeRange()
    {
        foreach (short dst in Offsets)
        {
            foreach (short op0 in Offsets)
            {
                foreach (short op1 in Offsets)
                {
                    // [ap + dst] = [fp + op0] + [ap + op1]
                    DecodedInstruction i = new(
                        dst, op0, op1, false, true, Op1Source.AP, ResLogic.Add, PcUpdate.Regular, ApUpdate.Regular, Opcode.AssertEq);
                    UInt128 word = InstructionWord.Encode(i);
                    Assert.Equal((ushort)(dst + 0x8000), (ushort)word);
                    Assert.Equal((ushort)(op0 + 0x8000), (ushort)(word >> 16));
                    Assert.Equal((ushort)(op1 + 0x8000), (ushort)(word >> 32));
                    Assert.Equal(InstructionError.None, InstructionWord.TryDecode(word, out DecodedInstruction decoded));
                    Assert.Equal(i, decoded);
                }
            }
        }
    }

    [Theory]
    [InlineData(-1, 1, false, false)]
    [InlineData(1, 1, false, false)]
    [InlineData(0, 0, false, false)]
    [InlineData(0, 2, false, false)]
    [InlineData(0, 1, true, false)]
    [InlineData(0, 1, false, true)]
    public void ACallPushesAtTheTopOfTheStackOnly(short dst, short op0, bool dstIsFp, bool op0IsFp)
    {
        DecodedInstruction call = new(
            0, 1, 1, false, false, Op1Source.Immediate, ResLogic.Op1, PcUpdate.JumpRelative, ApUpdate.AddTwo, Opcode.Call);
        Assert.Equal(InstructionError.None, InstructionWord.TryDecode(InstructionWord.Encode(call), out _));
        DecodedInstruction other = call with { OffDst = dst, OffOp0 = op0, DstIsFp = dstIsFp, Op0IsFp = op0IsFp };
        Assert.Equal(InstructionError.Opcode, InstructionWord.TryDecode(InstructionWord.Encode(other), out _));
    }

    [Fact]
    public void AReturnReadsItsFrameOnly()
    {
        DecodedInstruction ret = new(-2, -1, -1, true, true, Op1Source.FP, ResLogic.Op1, PcUpdate.Jump, ApUpdate.Regular, Opcode.Ret);
        Assert.Equal((UInt128)0x208b7fff7fff7ffe, InstructionWord.Encode(ret));
        DecodedInstruction[] others =
        [
            ret with { OffDst = -1 }, ret with { OffOp1 = -2 }, ret with { DstIsFp = false }, ret with { Op1 = Op1Source.AP },
            ret with { Res = ResLogic.Add }, ret with { Pc = PcUpdate.Regular },
        ];
        Assert.All(others, other => Assert.Equal(InstructionError.Opcode, InstructionWord.TryDecode(InstructionWord.Encode(other), out _)));
    }

    [Fact]
    public void BitsAboveTheExtensionAreRefused()
    {
        UInt128 word = InstructionWord.Encode(new DecodedInstruction(
            0, 0, 0, false, false, Op1Source.FP, ResLogic.Op1, PcUpdate.Regular, ApUpdate.Regular, Opcode.Nop));
        Assert.Equal(InstructionError.None, InstructionWord.TryDecode(word, out _));
        for (int bit = 65; bit < 128; bit++)
        {
            Assert.Equal(InstructionError.Extension, InstructionWord.TryDecode(word | (UInt128.One << bit), out _));
        }
    }

    private static bool IsLegal(int flags, int extension)
    {
        int op1 = (flags >> 2) & 7;
        int res = (flags >> 5) & 3;
        int pc = (flags >> 7) & 7;
        int ap = (flags >> 10) & 3;
        int opcode = (flags >> 12) & 7;
        bool groups = AtMostOneBit(op1) && AtMostOneBit(res) && AtMostOneBit(pc) && AtMostOneBit(ap) && AtMostOneBit(opcode);
        bool conditional = pc != 4 || res == 0;
        const int Call = 1;
        const int Return = 2;
        const int Assert = 4;
        bool framed = opcode switch
        {
            Call => ap == 0 && (flags & 3) == 0,
            Return => (flags & 1) == 1 && op1 == 2 && res == 0 && pc == 1,
            _ => true,
        };
        bool plain = pc == 0 && ap != 1;
        bool extended = extension switch
        {
            0 => true,
            1 or 2 => plain && opcode == 0 && (op1 is 2 or 4) && res == 0,
            3 => plain && opcode == Assert && op1 != 0 && (res is 1 or 2),
            _ => false,
        };
        return groups && conditional && framed && extended;
    }

    private static bool AtMostOneBit(int group) => (group & (group - 1)) == 0;

    // Calls and returns are legal with their own offsets only.
    private static (short Dst, short Op0, short Op1) OffsetsOf(int flags) => ((flags >> 12) & 7) switch
    {
        1 => (0, 1, 5),
        2 => (-2, -1, -1),
        _ => (-7, 300, 1),
    };

    private static UInt128 Word(int flags, int extension, short dst, short op0, short op1) =>
        (UInt128)(ushort)(dst + 0x8000) | ((UInt128)(ushort)(op0 + 0x8000) << 16) | ((UInt128)(ushort)(op1 + 0x8000) << 32)
        | ((UInt128)flags << 48) | ((UInt128)extension << 63);
}
