using System;
using System.Collections.Generic;
using System.Numerics;
using Kraken.Casm.Instructions;
using Kraken.Fields;

namespace Kraken.Cairo.Vm.Tests.Execution;

/// <summary>A cell of the specification: a number modulo the prime, or an address.</summary>
internal readonly record struct SpecValue(int? Segment, BigInteger Number)
{
    public static SpecValue Of(BigInteger number) => new(null, ((number % Felt.Modulus) + Felt.Modulus) % Felt.Modulus);

    public static SpecValue At(int segment, BigInteger offset) => new(segment, offset);

    public bool IsAddress => Segment is not null;
}

/// <summary>The program broke a rule.</summary>
internal sealed class SpecFailure(string rule) : Exception(rule);

/// <summary>
/// The Cairo machine written down from the whitepaper (section 4.5) over integers, with the deductions of missing operands; no builtins,
/// no hints. Slow and plain on purpose: it shares nothing with the machine but the decoded instruction.
/// </summary>
internal sealed class SpecMachine
{
    private const int Program = 0;
    private const int Execution = 1;
    private static readonly BigInteger OffsetLimit = BigInteger.One << 37;

    public Dictionary<(int Segment, BigInteger Offset), SpecValue> Memory { get; } = [];

    public SpecValue Pc { get; set; } = SpecValue.At(Program, 0);

    public BigInteger Ap { get; set; }

    public BigInteger Fp { get; set; }

    public void Step(in DecodedInstruction i)
    {
        SpecValue dstAt = Address(Execution, (i.DstIsFp ? Fp : Ap) + i.OffDst);
        SpecValue op0At = Address(Execution, (i.Op0IsFp ? Fp : Ap) + i.OffOp0);
        SpecValue? dst = Read(dstAt);
        SpecValue? op0 = Read(op0At);
        SpecValue op1At = Op1Address(i, op0);
        SpecValue? op1 = Read(op1At);
        op0 ??= DeduceOp0(i, dst, op1);
        Require(op0 is not null, "op0 unknown");
        op1 ??= DeduceOp1(i, dst, op0!.Value);
        Require(op1 is not null, "op1 unknown");
        SpecValue? res = i.Pc == PcUpdate.JumpNonZero ? null : Result(i, op0!.Value, op1!.Value);
        dst ??= i.Opcode switch
        {
            Opcode.AssertEq => res,
            Opcode.Call => SpecValue.At(Execution, Fp),
            _ => null,
        };
        Require(dst is not null, "dst unknown");
        Write(op0At, op0!.Value);
        Write(op1At, op1!.Value);
        Write(dstAt, dst!.Value);
        if (i.Opcode == Opcode.AssertEq)
        {
            Require(res is not null && res == dst, "assertion");
        }

        if (i.Opcode == Opcode.Call)
        {
            Require(op0.Value == Plus(Pc, i.Size) && dst.Value == SpecValue.At(Execution, Fp), "call");
        }

        (BigInteger ap, BigInteger fp, SpecValue pc) = (NextAp(i, res), NextFp(i, dst.Value), NextPc(i, res, dst.Value, op1.Value));
        (Ap, Fp, Pc) = (ap, fp, pc);
    }

    private SpecValue Op1Address(in DecodedInstruction i, SpecValue? op0)
    {
        switch (i.Op1)
        {
            case Op1Source.Immediate:
                Require(i.OffOp1 == 1, "an immediate is at pc + 1");
                return Plus(Pc, 1);
            case Op1Source.FP:
                return Address(Execution, Fp + i.OffOp1);
            case Op1Source.AP:
                return Address(Execution, Ap + i.OffOp1);
            default:
                Require(op0 is { IsAddress: true }, "a base is an address");
                return Plus(op0!.Value, i.OffOp1);
        }
    }

    private SpecValue? DeduceOp0(in DecodedInstruction i, SpecValue? dst, SpecValue? op1) => i.Opcode switch
    {
        Opcode.Call => Plus(Pc, i.Size),
        Opcode.AssertEq when dst is { } d && op1 is { } o => Solve(i.Res, d, o),
        _ => null,
    };

    private static SpecValue? DeduceOp1(in DecodedInstruction i, SpecValue? dst, SpecValue op0) =>
        i.Opcode == Opcode.AssertEq && dst is { } d ? i.Res == ResLogic.Op1 ? d : Solve(i.Res, d, op0) : null;

    // The x of dst = x + known or dst = x * known.
    private static SpecValue? Solve(ResLogic logic, SpecValue dst, SpecValue known)
    {
        if (logic == ResLogic.Add)
        {
            return Minus(dst, known);
        }

        bool divides = logic == ResLogic.Mul && !dst.IsAddress && !known.IsAddress && !known.Number.IsZero;
        return divides ? SpecValue.Of(dst.Number * BigInteger.ModPow(known.Number, Felt.Modulus - 2, Felt.Modulus)) : null;
    }

    private static SpecValue Result(in DecodedInstruction i, SpecValue op0, SpecValue op1)
    {
        switch (i.Res)
        {
            case ResLogic.Op1:
                return op1;
            case ResLogic.Add:
                Require(!op0.IsAddress || !op1.IsAddress, "two addresses have no sum");
                return op0.IsAddress ? Shift(op0, op1.Number) : op1.IsAddress ? Shift(op1, op0.Number)
                    : SpecValue.Of(op0.Number + op1.Number);
            default:
                Require(!op0.IsAddress && !op1.IsAddress, "an address has no multiple");
                return SpecValue.Of(op0.Number * op1.Number);
        }
    }

    private BigInteger NextAp(in DecodedInstruction i, SpecValue? res)
    {
        switch (i.Ap)
        {
            case ApUpdate.AddResult:
                Require(res is { IsAddress: false }, "ap moves by a number");
                return Shift(SpecValue.At(Execution, Ap), res!.Value.Number).Number;
            case ApUpdate.AddOne:
                return Ap + 1;
            case ApUpdate.AddTwo:
                return Ap + 2;
            default:
                return Ap;
        }
    }

    private BigInteger NextFp(in DecodedInstruction i, SpecValue dst)
    {
        if (i.Opcode == Opcode.Ret)
        {
            Require(dst.Number < OffsetLimit, "fp is an offset");
        }

        return i.Opcode == Opcode.Call ? Ap + 2 : i.Opcode == Opcode.Ret ? dst.Number : Fp;
    }

    private SpecValue NextPc(in DecodedInstruction i, SpecValue? res, SpecValue dst, SpecValue op1)
    {
        switch (i.Pc)
        {
            case PcUpdate.Jump:
                Require(res is { IsAddress: true }, "a target is an address");
                return res!.Value;
            case PcUpdate.JumpRelative:
                Require(res is { IsAddress: false }, "a distance is a number");
                return Shift(Pc, res!.Value.Number);
            case PcUpdate.JumpNonZero when dst.IsAddress || !dst.Number.IsZero:
                Require(!op1.IsAddress, "a distance is a number");
                return Shift(Pc, op1.Number);
            default:
                return Plus(Pc, i.Size);
        }
    }

    private SpecValue? Read(SpecValue at) => Memory.TryGetValue((at.Segment!.Value, at.Number), out SpecValue value) ? value : null;

    private void Write(SpecValue at, SpecValue value)
    {
        Require(!Memory.TryGetValue((at.Segment!.Value, at.Number), out SpecValue known) || known == value, "memory is written once");
        Memory[(at.Segment!.Value, at.Number)] = value;
    }

    private static SpecValue? Minus(SpecValue a, SpecValue b) => (a.IsAddress, b.IsAddress) switch
    {
        (false, false) => SpecValue.Of(a.Number - b.Number),
        (true, false) => Shift(a, Felt.Modulus - b.Number),
        (true, true) when a.Segment == b.Segment => SpecValue.Of(a.Number - b.Number),
        _ => throw new SpecFailure("addresses of two segments have no difference"),
    };

    // A distance above half of the field goes backwards.
    private static SpecValue Shift(SpecValue address, BigInteger distance) =>
        Plus(address, distance > Felt.Modulus / 2 ? distance - Felt.Modulus : distance);

    private static SpecValue Plus(SpecValue address, BigInteger cells) => Address(address.Segment!.Value, address.Number + cells);

    private static SpecValue Address(int segment, BigInteger offset)
    {
        Require(offset.Sign >= 0 && offset < OffsetLimit, "an offset has 37 bits");
        return SpecValue.At(segment, offset);
    }

    private static void Require(bool condition, string rule)
    {
        if (!condition)
        {
            throw new SpecFailure(rule);
        }
    }
}
