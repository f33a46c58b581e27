using System;
using Kraken.Casm.Instructions;
using static Kraken.Casm.Instructions.InstructionFlags;

namespace Kraken.Cairo.Prover.Adapter;

/// <summary>An instruction word as it is sorted to the component that proves it.</summary>
/// <param name="Word">The word; bits above 64 are zero in every instruction but those with an extension.</param>
internal readonly record struct OpcodeWord(UInt128 Word)
{
    private const int Bias = InstructionWord.OffsetBias;
    private const int OpOneSources = Op1Imm | Op1Fp | Op1Ap;

    public int Offset0 => (int)((ulong)Word & 0xffff) - Bias;

    public int Offset1 => (int)(((ulong)Word >> 16) & 0xffff) - Bias;

    public int Offset2 => (int)(((ulong)Word >> 32) & 0xffff) - Bias;

    public int Flags => (int)(((ulong)Word >> InstructionWord.FlagsStart) & ((1 << InstructionBit.Count) - 1));

    public uint Extension => (uint)(Word >> InstructionWord.ExtensionStart);

    /// <summary>All of the given flags are set.</summary>
    public bool Has(int flags) => (Flags & flags) == flags;

    /// <summary>The kind of component, the first that fits (stwo-cairo, adapter/opcodes).</summary>
    /// <exception cref="Witness.ProvingException">The word is no instruction that can be proved.</exception>
    public OpcodeKind Classify()
    {
        int flags = Flags;
        if (Extension != 0)
        {
            return Extended();
        }

        // What may vary within an opcode is masked out.
        int fixedFlags = flags & ~(OpOneSources | ApAddOne);
        if (flags == (DstFp | Op0Fp | Op1Fp | Jump | Ret) && (Offset0, Offset1, Offset2) == (-2, -1, -1))
        {
            return OpcodeKind.Ret;
        }

        if (fixedFlags == (DstFp | Op0Fp | ApAdd) && !Has(ApAddOne) && (Offset0, Offset1) == (-1, -1))
        {
            return Demand(OneOpOneSource(), OpcodeKind.AddAp);
        }

        if (Offset0 == -1 && (fixedFlags & ~(Op0Fp | Jump | JumpRel)) == DstFp)
        {
            return JumpKind();
        }

        if ((fixedFlags & ~(Jump | JumpRel)) == Call && !Has(ApAddOne) && (Offset0, Offset1) == (0, 1))
        {
            return CallKind();
        }

        if ((flags & ~(DstFp | ApAddOne)) == (Op0Fp | Op1Imm | Jnz) && (Offset1, Offset2) == (-1, 1))
        {
            return OpcodeKind.ConditionalJump;
        }

        return (fixedFlags & ~(DstFp | Op0Fp)) switch
        {
            AssertEq => AssertKind(),
            AssertEq | Mul => Demand(OneOpOneSource(), OpcodeKind.Multiply),
            AssertEq | Add => Demand(OneOpOneSource(), OpcodeKind.Add),
            _ => OpcodeKind.Generic,
        };
    }

    private OpcodeKind Extended()
    {
        int allowed = DstFp | Op0Fp | Op1Fp | Op1Ap | ApAddOne;
        if (Extension is 1 or 2 && (Flags & ~allowed) == 0)
        {
            return Demand(Has(Op1Fp) != Has(Op1Ap), OpcodeKind.Blake);
        }

        allowed |= Op1Imm | Add | Mul;
        return Demand(
            Extension == 3 && (Flags & ~allowed) == AssertEq && OneOpOneSource() && Has(Add) != Has(Mul), OpcodeKind.SecureField);
    }

    private OpcodeKind JumpKind()
    {
        bool plain = Has(Op0Fp) && Offset1 == -1;
        if (Has(Op1Imm))
        {
            return Demand(plain && Has(JumpRel) && !Has(Jump) && OneOpOneSource(), OpcodeKind.JumpRelativeImmediate);
        }

        bool operand = Has(Op1Fp) || Has(Op1Ap);
        return Has(JumpRel) ? Demand(plain && operand && !Has(Jump), OpcodeKind.JumpRelative)
            : operand ? Demand(plain && Has(Jump), OpcodeKind.JumpAbsolute)
            : Demand(Has(Jump), OpcodeKind.JumpDoubleDeref);
    }

    private OpcodeKind CallKind() => Has(JumpRel)
        ? Demand(Has(Op1Imm) && OneOpOneSource() && !Has(Jump), OpcodeKind.CallRelativeImmediate)
        : Demand(Has(Op1Fp) != Has(Op1Ap) && !Has(Op1Imm) && Has(Jump), OpcodeKind.CallAbsolute);

    private OpcodeKind AssertKind()
    {
        bool plain = Has(Op0Fp) && Offset1 == -1;
        return Has(Op1Imm) ? Demand(plain && OneOpOneSource(), OpcodeKind.AssertImmediate)
            : Has(Op1Fp) || Has(Op1Ap) ? Demand(plain, OpcodeKind.Assert)
            : OpcodeKind.AssertDoubleDeref;
    }

    /// <summary>Exactly one source of operand 1, and the immediate only from the next cell.</summary>
    private bool OneOpOneSource() => (Flags & OpOneSources) is Op1Imm or Op1Fp or Op1Ap && (!Has(Op1Imm) || Offset2 == 1);

    private OpcodeKind Demand(bool holds, OpcodeKind kind) => holds
        ? kind
        : throw new Witness.ProvingException($"the instruction 0x{Word:x} has no component: it is a malformed {kind}");
}
