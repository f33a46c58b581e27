namespace Kraken.Cairo0.Syntax;

/// <content>Instructions.</content>
internal sealed partial class Parser
{
    private static readonly TokenKind[] InstructionStarts = [TokenKind.Jump, TokenKind.Call, TokenKind.Ret, TokenKind.DataWord];

    /// <summary>With its flag and the semicolon; <c>ap</c> and expressions begin other instructions.</summary>
    private InstructionElement KeywordInstruction()
    {
        var first = cursor.Current;
        InstructionBody body = first.Kind switch
        {
            TokenKind.Jump => Jump(),
            TokenKind.Call => Call(),
            TokenKind.Ret => Return(),
            _ => DataWord(),
        };
        return Finish(first, body);
    }

    private InstructionElement AddAp(Token first)
    {
        cursor.Expect(TokenKind.PlusEqual);
        var value = ParseExpression();
        return Finish(first, new AddApInstruction(value) { Location = cursor.From(first) });
    }

    private InstructionElement Finish(Token first, InstructionBody body)
    {
        var incrementsAp = cursor.Take(TokenKind.Comma);
        if (incrementsAp)
        {
            cursor.Expect(TokenKind.Ap);
            cursor.Expect(TokenKind.DoublePlus);
        }

        var instruction = new Instruction(body, incrementsAp) { Location = cursor.From(first) };
        cursor.Expect(TokenKind.Semicolon);
        return new InstructionElement(instruction);
    }

    private InstructionBody Jump()
    {
        var first = cursor.Expect(TokenKind.Jump);
        if (cursor.Take(TokenKind.Rel))
        {
            var offset = ParseExpression();
            return JumpCondition(first) is { } condition
                ? new JumpNotZeroInstruction(offset, condition) { Location = cursor.From(first) }
                : new JumpInstruction(offset, true) { Location = cursor.From(first) };
        }

        if (cursor.Take(TokenKind.Abs))
        {
            var target = ParseExpression();
            return new JumpInstruction(target, false) { Location = cursor.From(first) };
        }

        var label = Identifier();
        var when = JumpCondition(first);
        return new JumpToLabelInstruction(label, when) { Location = cursor.From(first) };
    }

    private Expression? JumpCondition(Token first)
    {
        if (!cursor.Take(TokenKind.If))
        {
            return null;
        }

        var condition = ParseExpression();
        cursor.Expect(TokenKind.NotEqual);
        var zero = cursor.Expect(TokenKind.Integer);
        if (cursor.Text(zero) != "0")
        {
            cursor.Defer("Invalid syntax, expected \"!= 0\".", cursor.From(first));
        }

        return condition;
    }

    private InstructionBody Call()
    {
        var first = cursor.Expect(TokenKind.Call);
        if (cursor.AtAny([TokenKind.Rel, TokenKind.Abs]))
        {
            var isRelative = cursor.Advance().Kind == TokenKind.Rel;
            var target = ParseExpression();
            return new CallInstruction(target, isRelative) { Location = cursor.From(first) };
        }

        var function = Identifier();
        return new CallLabelInstruction(function) { Location = cursor.From(first) };
    }

    private ReturnInstruction Return()
    {
        var token = cursor.Expect(TokenKind.Ret);
        return new ReturnInstruction { Location = cursor.Place(token) };
    }

    private DataWordInstruction DataWord()
    {
        var first = cursor.Expect(TokenKind.DataWord);
        var value = ParseExpression();
        return new DataWordInstruction(value) { Location = cursor.From(first) };
    }
}
