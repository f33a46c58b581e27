using System.Collections.Immutable;
using Kraken.Cairo0.Code;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Preprocessing;

/// <summary>The second pass: labels that were not known where they were used are put in, now that every word has its place.</summary>
internal sealed class LabelResolution(Compilation compilation, ExpressionReader reader)
{
    /// <summary>A jump to a label by a distance in words.</summary>
    public static InstructionBody Jump(JumpToLabelInstruction jump, Expression? condition, int distance)
    {
        ConstantExpression offset = new(distance) { Location = jump.Label.Location };
        return condition is null
            ? new JumpInstruction(offset, true) { Location = jump.Location }
            : new JumpNotZeroInstruction(offset, condition) { Location = jump.Location };
    }

    /// <summary>A call of a label by a distance in words.</summary>
    public static InstructionBody Call(CallLabelInstruction call, int distance) =>
        new CallInstruction(new ConstantExpression(distance) { Location = call.Label.Location }, true) { Location = call.Location };

    /// <summary>The instructions with all labels known, and their words.</summary>
    /// <exception cref="CairoException">A label leads nowhere, or an instruction has no such form with the label's value.</exception>
    public ImmutableArray<(EmittedInstruction Instruction, CodeWords Words)> Resolve()
    {
        var resolved = ImmutableArray.CreateBuilder<(EmittedInstruction, CodeWords)>(compilation.Instructions.Count);
        var pc = 0;
        foreach (var emitted in compilation.Instructions)
        {
            compilation.Names.Enter(emitted.Scopes);
            var instruction = emitted.Instruction with { Body = Resolve(emitted.Instruction.Body, pc) };
            var words = InstructionEncoder.Encode(instruction);
            resolved.Add((emitted with { Instruction = instruction }, words));
            pc += words.Size;
        }

        compilation.Names.Enter([]);
        return resolved.MoveToImmutable();
    }

    private InstructionBody Resolve(InstructionBody body, int pc) => body switch
    {
        JumpToLabelInstruction i => Jump(i, i.Condition is null ? null : reader.ReadFelt(i.Condition), Target(i.Label, false) - pc),
        CallLabelInstruction i => Call(i, Target(i.Label, i.IsFullName) - pc),
        AssertEqualInstruction i => i with { Left = reader.ReadFelt(i.Left), Right = reader.ReadFelt(i.Right) },
        JumpInstruction i => i with { Target = reader.ReadFelt(i.Target) },
        JumpNotZeroInstruction i => i with { Offset = reader.ReadFelt(i.Offset), Condition = reader.ReadFelt(i.Condition) },
        CallInstruction i => i with { Target = reader.ReadFelt(i.Target) },
        AddApInstruction i => i with { Value = reader.ReadFelt(i.Value) },
        DataWordInstruction i => i with { Value = reader.ReadFelt(i.Value) },
        _ => body,
    };

    private int Target(IdentifierExpression label, bool isFullName) => reader.Label(label, isFullName).Pc
        ?? throw new CairoException($"Unknown label {label.Name}.", label.Location);
}
