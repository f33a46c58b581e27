using Kraken.Cairo0.Syntax;
using Xunit;

namespace Kraken.Cairo0.Tests.Syntax;

public class SyntaxTextTests
{
    [Fact]
    public void NegativeConstantsStandInParenthesesWithinOperations()
    {
        var sum = new OperatorExpression(new RegisterExpression(Register.Fp), BinaryOperator.Add, new ConstantExpression(-3));
        var text = SyntaxText.Write(new DerefExpression(new CastExpression(sum, new PointerType(new PointerType(new FeltType())))));
        Assert.Equal("[cast(fp + (-3), felt**)]", text);
    }
}
