using System.Collections.Generic;
using Kraken.Cairo0.Code;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Flow;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Preprocessing;

/// <summary>Instructions: their expressions read, their flows followed.</summary>
internal sealed class InstructionCompiler(Compilation compilation, ExpressionReader reader)
{
    private readonly List<EmittedHint> hints = [];

    /// <summary>A hint, which belongs to the next instruction.</summary>
    public void Hint(HintElement element) => hints.Add(new EmittedHint(element, compilation.Flow.State));

    /// <summary>Refuses hints that no instruction followed.</summary>
    /// <exception cref="CairoException">There is one.</exception>
    public void RefuseHints(string message)
    {
        if (hints is [var first, ..])
        {
            throw new CairoException(message, first.Element.Location);
        }
    }

    /// <summary>Adds an instruction to the program.</summary>
    /// <exception cref="CairoException">It has no meaning here.</exception>
    public void Emit(Instruction instruction)
    {
        var before = compilation.Flow.State;
        var compiled = Compile(instruction);
        EmittedInstruction emitted = new(compiled, [.. compilation.Names.Scopes], [.. hints], before);
        hints.Clear();
        compilation.Emit(emitted, InstructionEncoder.Size(compiled));
    }

    /// <summary>An instruction without a place of its own, made for a statement.</summary>
    public void Emit(InstructionBody body, Location? location, bool incrementsAp = false) =>
        Emit(new Instruction(body, incrementsAp) { Location = location });

    private Instruction Compile(Instruction instruction)
    {
        var (body, next, jump) = Body(instruction.Body);
        var increment = instruction.IncrementsAp ? 1 : 0;
        if (jump is { } label)
        {
            compilation.Flow.Jump(label, ApChange.Known(increment));
        }

        if (next is { } change)
        {
            compilation.Flow.Move(change.Then(increment));
        }
        else
        {
            compilation.Flow.Stop();
        }

        return instruction with { Body = body };
    }

    // The instruction, how ap moves to the next one if the flow leads there, and the label that it may jump to.
    private (InstructionBody Body, ApChange? Next, ScopedName? Jump) Body(InstructionBody body)
    {
        switch (body)
        {
            case AssertEqualInstruction i:
                var left = reader.ReadFelt(i.Left);
                return (i with { Left = left, Right = reader.ReadFelt(i.Right) }, ApChange.Known(0), null);
            case JumpInstruction i:
                ForgetChange();
                return (i with { Target = reader.ReadFelt(i.Target) }, null, null);
            case JumpNotZeroInstruction i:
                ForgetChange();
                var offset = reader.ReadFelt(i.Offset);
                return (i with { Offset = offset, Condition = reader.ReadFelt(i.Condition) }, ApChange.Known(0), null);
            case JumpToLabelInstruction i:
                return JumpToLabel(i);
            case CallInstruction i:
                return (i with { Target = reader.ReadFelt(i.Target) }, ApChange.Unknown, null);
            case CallLabelInstruction i:
                return CallLabel(i);
            case AddApInstruction i:
                var cells = reader.ReadFelt(i.Value);
                var change = cells is ConstantExpression { Value: var value } ? ApChange.Known(value) : ApChange.Unknown;
                return (i with { Value = cells }, change, null);
            case DataWordInstruction i:
                return (i with { Value = reader.ReadFelt(i.Value) }, null, null);
            default:
                if (compilation.Function is { } function)
                {
                    function.Change = function.Change.And(compilation.Flow.State.Ap.Since(function.Entry));
                }

                return (body, null, null);
        }
    }

    private (InstructionBody Body, ApChange? Next, ScopedName? Jump) JumpToLabel(JumpToLabelInstruction i)
    {
        var (pc, name) = reader.Label(i.Label, false);
        var condition = i.Condition is { } given ? reader.ReadFelt(given) : null;
        ApChange? next = condition is null ? null : ApChange.Known(0);
        if (pc is not { } target)
        {
            return (i with { Condition = condition }, next, name);
        }

        if (target <= compilation.Pc)
        {
            ForgetChange();
        }

        return (LabelResolution.Jump(i, condition, target - compilation.Pc), next, name);
    }

    private (InstructionBody Body, ApChange? Next, ScopedName? Jump) CallLabel(CallLabelInstruction i)
    {
        var (pc, name) = reader.Label(i.Label, i.IsFullName);
        if (pc is not { } target)
        {
            return (i, ApChange.Unknown, null);
        }

        var change = compilation.Functions.GetValueOrDefault(name) is { IsCompiled: true } callee
            ? callee.Change.Then(2)
            : ApChange.Unknown;
        return (LabelResolution.Call(i, target - compilation.Pc), change, null);
    }

    // A jump that may lead back, or anywhere: how far ap moves in this function is not known any more.
    private void ForgetChange()
    {
        if (compilation.Function is { } function)
        {
            function.Change = ApChange.Unknown;
        }
    }
}
