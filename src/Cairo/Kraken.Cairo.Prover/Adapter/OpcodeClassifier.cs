using System;
using System.Collections.Generic;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Prover.Witness;
using Kraken.Casm.Instructions;
using Kraken.Fields;

namespace Kraken.Cairo.Prover.Adapter;

/// <summary>Sorts steps by the component that proves them.</summary>
internal sealed class OpcodeClassifier
{
    private const ulong SmallFactorBound = 1UL << 36;
    private const ulong SmallTermBound = 1UL << 29;

    private static readonly (OpcodeKind Kind, string Component)[] Direct =
    [
        (OpcodeKind.Ret, "ret_opcode"),
        (OpcodeKind.AddAp, "add_ap_opcode"),
        (OpcodeKind.JumpRelativeImmediate, "jump_opcode_rel_imm"),
        (OpcodeKind.JumpRelative, "jump_opcode_rel"),
        (OpcodeKind.JumpDoubleDeref, "jump_opcode_double_deref"),
        (OpcodeKind.JumpAbsolute, "jump_opcode_abs"),
        (OpcodeKind.CallRelativeImmediate, "call_opcode_rel_imm"),
        (OpcodeKind.CallAbsolute, "call_opcode_abs"),
        (OpcodeKind.AssertImmediate, "assert_eq_opcode_imm"),
        (OpcodeKind.AssertDoubleDeref, "assert_eq_opcode_double_deref"),
        (OpcodeKind.Assert, "assert_eq_opcode"),
        (OpcodeKind.Blake, "blake_compress_opcode"),
        (OpcodeKind.SecureField, "qm_31_add_mul_opcode"),
        (OpcodeKind.Generic, "generic_opcode"),
    ];

    private readonly Felt[] memory;
    private readonly OpcodeKind[] kinds;
    private readonly CasmStates?[] direct = new CasmStates?[(int)OpcodeKind.Generic + 1];
    private readonly Dictionary<string, CasmStates> states = new(StringComparer.Ordinal);

    /// <summary>Prepares a classifier.</summary>
    /// <param name="memory">The relocated memory by address.</param>
    public OpcodeClassifier(Felt[] memory)
    {
        this.memory = memory;
        kinds = new OpcodeKind[memory.Length];
        foreach ((OpcodeKind kind, string component) in Direct)
        {
            direct[(int)kind] = Of(component);
        }

        JumpTaken = Of("jnz_opcode_taken");
        JumpNotTaken = Of("jnz_opcode_non_taken");
        MultiplySmall = Of("mul_opcode_small");
        Multiply = Of("mul_opcode");
        AddSmall = Of("add_opcode_small");
        Add = Of("add_opcode");
    }

    /// <summary>The steps by component.</summary>
    public IReadOnlyDictionary<string, CasmStates> States => states;

    private CasmStates JumpTaken { get; }

    private CasmStates JumpNotTaken { get; }

    private CasmStates MultiplySmall { get; }

    private CasmStates Multiply { get; }

    private CasmStates AddSmall { get; }

    private CasmStates Add { get; }

    /// <summary>Adds a step.</summary>
    /// <exception cref="ProvingException">The step cannot be proved.</exception>
    public void Push(uint pc, uint ap, uint fp)
    {
        if (pc >= (uint)kinds.Length)
        {
            throw new ProvingException($"the program counter {pc} points outside the memory");
        }

        OpcodeKind kind = kinds[pc];
        if (kind == OpcodeKind.Unknown)
        {
            kind = kinds[pc] = WordAt(pc).Classify();
        }

        CasmStates states = direct[(int)kind] ?? ByValues(kind, pc, ap, fp);
        states.Add(pc, ap, fp);
    }

    private CasmStates Of(string component)
    {
        CasmStates states = new();
        this.states.Add(component, states);
        return states;
    }

    private OpcodeWord WordAt(uint pc)
    {
        memory[pc].ToCanonicalLimbs(out ulong l0, out ulong l1, out ulong l2, out ulong l3);
        return (l2 | l3) == 0 ? new(new UInt128(l1, l0)) : throw new ProvingException($"the cell at {pc} holds no instruction");
    }

    private CasmStates ByValues(OpcodeKind kind, uint pc, uint ap, uint fp)
    {
        OpcodeWord word = WordAt(pc);
        Felt dst = At((word.Has(InstructionFlags.DstFp) ? fp : ap) + (long)word.Offset0);
        if (kind == OpcodeKind.ConditionalJump)
        {
            return dst.IsZero ? JumpNotTaken : JumpTaken;
        }

        Felt op0 = At((word.Has(InstructionFlags.Op0Fp) ? fp : ap) + (long)word.Offset1);
        uint base1 = word.Has(InstructionFlags.Op1Imm) ? pc : word.Has(InstructionFlags.Op1Fp) ? fp : ap;
        Felt op1 = At(base1 + (long)word.Offset2);
        return kind == OpcodeKind.Multiply
            ? IsSmallFactor(op0) && IsSmallFactor(op1) ? MultiplySmall : Multiply
            : IsSmallTerm(dst) && IsSmallTerm(op0) && IsSmallTerm(op1) ? AddSmall : Add;
    }

    private Felt At(long address) => (ulong)address < (ulong)this.memory.Length
        ? this.memory[address]
        : throw new ProvingException($"an operand lies at {address}, outside the memory");

    private static bool IsSmallFactor(Felt value)
    {
        value.ToCanonicalLimbs(out ulong l0, out ulong l1, out ulong l2, out ulong l3);
        return (l1 | l2 | l3) == 0 && l0 < SmallFactorBound;
    }

    /// <summary>-2^29 - 1 .. 2^29 - 1 as signed residues.</summary>
    private static bool IsSmallTerm(Felt value) => Magnitude(value) < SmallTermBound || Magnitude(-value) <= SmallTermBound + 1;

    private static ulong Magnitude(Felt value)
    {
        value.ToCanonicalLimbs(out ulong l0, out ulong l1, out ulong l2, out ulong l3);
        return (l1 | l2 | l3) == 0 ? l0 : ulong.MaxValue;
    }
}
