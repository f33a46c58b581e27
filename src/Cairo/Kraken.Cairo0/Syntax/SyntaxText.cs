using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Text;
using Kraken.Cairo0.Diagnostics;

namespace Kraken.Cairo0.Syntax;

/// <summary>Nodes as text, as the program's JSON and the messages write them: parentheses only where the tree needs them.</summary>
internal static class SyntaxText
{
    private const int Indentation = 4;

    /// <summary>How tightly the outermost operator of a text binds.</summary>
    private enum Binding
    {
        /// <summary>Also unary minus and new, which so get parentheses within every operation.</summary>
        Lowest,
        Sum,
        Product,
        Power,
        AddressOf,
        Highest,
    }

    /// <exception cref="CairoException">A comment stands within the expression.</exception>
    public static string Write(Expression expression)
    {
        var text = Text(expression).Text;
        return text.Contains('\n', StringComparison.Ordinal) ? Indent(text) : text;
    }

    /// <exception cref="CairoException">A comment stands within the type.</exception>
    public static string Write(CairoType type) => type switch
    {
        FeltType => "felt",
        CodeOffsetType => "codeoffset",
        PointerType pointer => Write(pointer.Pointee) + "*",
        NamedType named => named.Name.Text,
        StructType @struct => @struct.Scope.Text,
        FunctionType function => function.Scope.Text,
        TupleType tuple => Tuple(tuple),
        _ => throw new InvalidOperationException(type.GetType().Name),
    };

    /// <summary>A member with its name, if it has one.</summary>
    public static string Write(TupleMember member) => member.Name is null ? Write(member.Type) : member.Name + ": " + Write(member.Type);

    /// <summary>Without the semicolon.</summary>
    public static string Write(Instruction instruction) => Write(instruction.Body) + (instruction.IncrementsAp ? ", ap++" : "");

    public static string Write(InstructionBody body) => body switch
    {
        AssertEqualInstruction i => $"{Write(i.Left)} = {Write(i.Right)}",
        JumpInstruction i => $"jmp {Mode(i.IsRelative)} {Write(i.Target)}",
        JumpToLabelInstruction { Condition: null } i => $"jmp {i.Label.Name}",
        JumpToLabelInstruction i => $"jmp {i.Label.Name} if {Write(i.Condition)} != 0",
        JumpNotZeroInstruction i => $"jmp rel {Write(i.Offset)} if {Write(i.Condition)} != 0",
        CallInstruction i => $"call {Mode(i.IsRelative)} {Write(i.Target)}",
        CallLabelInstruction i => $"call {i.Label.Name}",
        ReturnInstruction => "ret",
        AddApInstruction i => $"ap += {Write(i.Value)}",
        DataWordInstruction i => $"dw {Write(i.Value)}",
        _ => throw new InvalidOperationException(body.GetType().Name),
    };

    /// <summary>The right side of a let; calls without line breaks of their own.</summary>
    public static string Write(Rvalue rvalue) => rvalue switch
    {
        ExpressionRvalue expression => Write(expression.Value),
        InstructionRvalue call => Write(call.Call),
        FunctionCall call => Call(call),
        _ => throw new InvalidOperationException(rvalue.GetType().Name),
    };

    /// <summary>A hint statement.</summary>
    public static string WriteHint(HintExpression hint) => hint.Code switch
    {
        "" => "%{\n%}",
        var code when !code.Contains('\n', StringComparison.Ordinal) => "%{ " + code + " %}",
        var code => "%{\n" + string.Join('\n', code.Split('\n').Select(IndentedIfAny)) + "\n%}",
    };

    private static (string Text, Binding Binding) Text(Expression expression) => expression switch
    {
        ConstantExpression constant => Constant(constant),
        HintExpression hint => ("nondet " + WriteHint(hint), Binding.Highest),
        IdentifierExpression identifier => (identifier.Name, Binding.Highest),
        RegisterExpression register => (register.Register == Register.Ap ? "ap" : "fp", Binding.Highest),
        OperatorExpression operation => Operation(operation),
        PowerExpression e => ($"{AtLeast(e.Base, Binding.Highest)} ** {Right(e.Exponent, e.Notes, Binding.Highest)}", Binding.Power),
        AddressOfExpression address => ("&" + AtLeast(address.Operand, Binding.AddressOf), Binding.AddressOf),
        NegationExpression negation => ("-" + AtLeast(negation.Operand, Binding.AddressOf), Binding.Lowest),
        NewExpression creation => ("new " + AtLeast(creation.Operand, Binding.AddressOf), Binding.Lowest),
        ParenthesesExpression inner => ($"({Layout(inner.Notes)}{Text(inner.Inner).Text})", Binding.Highest),
        DerefExpression deref => ($"[{Break(deref.Notes)}{Text(deref.Address).Text}]", Binding.Highest),
        SubscriptExpression e => ($"{AtLeast(e.Operand, Binding.Highest)}[{Break(e.Notes)}{Text(e.Offset).Text}]", Binding.Highest),
        DotExpression dot => ($"{AtLeast(dot.Operand, Binding.Highest)}.{dot.Member.Name}", Binding.Highest),
        CastExpression cast => ($"cast({Break(cast.Notes)}{Text(cast.Operand).Text}, {Write(cast.Type)})", Binding.Highest),
        TupleExpression tuple => ($"({List(tuple.Members)})", Binding.Highest),
        FutureLabelExpression label => (label.Name.Name, Binding.Highest),
        CallExpression call => (Call(call.Call), Binding.Highest),
        _ => throw new InvalidOperationException(expression.GetType().Name),
    };

    private static (string Text, Binding Binding) Constant(ConstantExpression constant)
    {
        var magnitude = constant.Format ?? BigInteger.Abs(constant.Value).ToString(null, null);
        return constant.Value.Sign < 0 ? ("-" + magnitude, Binding.Lowest) : (magnitude, Binding.Highest);
    }

    private static (string Text, Binding Binding) Operation(OperatorExpression operation)
    {
        var (sign, own, right) = operation.Operator switch
        {
            BinaryOperator.Add => ("+", Binding.Sum, Binding.Sum),
            BinaryOperator.Subtract => ("-", Binding.Sum, Binding.Product),
            BinaryOperator.Multiply => ("*", Binding.Product, Binding.Product),
            _ => ("/", Binding.Product, Binding.Power),
        };
        return ($"{AtLeast(operation.Left, own)} {sign} {Right(operation.Right, operation.Notes, right)}", own);
    }

    private static string AtLeast(Expression expression, Binding binding, string prefix = "")
    {
        var (text, own) = Text(expression);
        return own < binding ? "(" + prefix + text + ")" : prefix + text;
    }

    private static string Right(Expression expression, Notes notes, Binding binding) => AtLeast(expression, binding, Break(notes));

    private static string Call(FunctionCall call) => call.Function.Name
        + (call.ImplicitArguments is { } hidden ? "{" + List(hidden) + "}" : "") + "(" + List(call.Arguments) + ")";

    private static string List(ArgumentList list)
    {
        var text = new StringBuilder();
        for (var i = 0; i < list.Items.Count; i++)
        {
            var item = list.Items[i];
            if (text.Length > 0)
            {
                text.Append(list.Notes[i].IsEmpty ? ", " : ",");
            }

            text.Append(Layout(list.Notes[i])).Append(item.Name is null ? "" : item.Name.Name + "=").Append(Write(item.Value));
        }

        return text.Append(list.HasTrailingComma ? "," : "").Append(Layout(list.Notes[^1])).ToString();
    }

    private static string Tuple(TupleType tuple)
    {
        foreach (var notes in tuple.Notes)
        {
            RefuseComments(notes);
        }

        var comma = tuple.Members is [{ Name: null }] ? "," : "";
        return "(" + string.Join(", ", tuple.Members.Select(Write)) + comma + ")";
    }

    private static string Mode(bool isRelative) => isRelative ? "rel" : "abs";

    private static string Break(Notes notes)
    {
        RefuseComments(notes);
        return notes.IsEmpty ? "" : "\n";
    }

    private static void RefuseComments(Notes notes)
    {
        if (!notes.Comments.IsEmpty)
        {
            throw new CairoException("Comments inside expressions are not supported by the auto-formatter.", notes.Location);
        }
    }

    /// <summary>Notes of lists and parentheses are kept with their comments.</summary>
    private static string Layout(Notes notes)
    {
        var text = new StringBuilder(notes.StartsNewLine ? "\n" : notes.Comments.IsEmpty ? "" : "  ");
        foreach (var comment in notes.Comments)
        {
            var body = comment[2..].Trim();
            text.Append("//").Append(body.Length == 0 ? "" : " ").Append(body).Append('\n');
        }

        return text.ToString();
    }

    private static string IndentedIfAny(string line) => line.Length == 0 ? line : new string(' ', Indentation) + line;

    /// <summary>All lines but the first are indented, spaces at their ends dropped.</summary>
    private static string Indent(string text)
    {
        IEnumerable<string> lines = text.Split('\n');
        var indented = lines.Select((line, i) => i == 0 ? line : new string(' ', Indentation) + line).ToArray();
        for (var i = 0; i < indented.Length - 1; i++)
        {
            indented[i] = indented[i].TrimEnd(' ');
        }

        return string.Join('\n', indented);
    }
}
