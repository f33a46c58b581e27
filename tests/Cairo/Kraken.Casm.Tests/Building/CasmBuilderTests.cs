using System.Numerics;
using System.Text;
using Kraken.Casm.Assembly;
using Kraken.Casm.Building;
using Kraken.Casm.Operands;
using Xunit;

namespace Kraken.Casm.Tests.Building;

/// <summary>Sequences with branches: where values come to lie, how ap moves, and what is refused.</summary>
public sealed class CasmBuilderTests
{
    private static readonly CellExpression Argument = CellExpression.Deref(new CellRef(Register.FP, -3));

    [Fact]
    public void TemporariesLieOnTheStackAndApMovesWithTheInstructions()
    {
        CasmBuilder builder = new();
        Var x = builder.Input(Argument);
        Var square = builder.Temp(x * x);
        Var result = builder.Temp(square + 5);
        CasmBuildResult built = builder.Build(CasmBuilder.Fallthrough);
        Assert.Equal("[ap + 0] = [fp + -3] * [fp + -3], ap++;\n[ap + 0] = [ap + -1] + 5, ap++;\n", Text(built));
        Assert.Equal((2, 2), (built.States[0].ApChange, built.States[0].Steps));
        Assert.Equal("[ap + -1]", built.States[0].Adjusted(result).ToString());
        Assert.Equal("[ap + -2]", built.States[0].Adjusted(square).ToString());
    }

    [Fact]
    public void BranchesMeetWithEqualStateAndJumpsFindTheirLabels()
    {
        CasmBuilder builder = new();
        Var x = builder.Input(Argument);
        Var y = builder.Temp();
        builder.JumpIfNotZero(x, "some");
        builder.Assert(y, builder.Const(1));
        builder.Jump("end");
        builder.Label("some");
        builder.Assert(y, x);
        builder.Jump("end");
        builder.Label("end");
        CasmBuildResult built = builder.Build(CasmBuilder.Fallthrough);
        Assert.Equal(
            "jmp rel 6 if [fp + -3] != 0, ap++;\n[ap + -1] = 1;\njmp rel 5;\n[ap + -1] = [fp + -3];\njmp rel 2;\n",
            Text(built));
        Assert.Equal(1, built.States[0].ApChange);
    }

    [Fact]
    public void LabelsThatAreNotPlacedAreExits()
    {
        CasmBuilder builder = new();
        Var x = builder.Input(Argument);
        builder.JumpIfNotZero(x, "out");
        CasmBuildResult built = builder.Build(CasmBuilder.Fallthrough, "out");
        Assert.Equal([0], built.Exits[1]);
        Assert.Empty(built.Exits[0]);
    }

    [Fact]
    public void BranchesThatDisagreeOnApAreRefused()
    {
        CasmBuilder builder = new();
        Var x = builder.Input(Argument);
        builder.JumpIfNotZero(x, "meet");
        builder.Temp(x);
        Assert.Throws<CasmBuildException>(() => builder.Label("meet"));
    }

    [Fact]
    public void ExitsMustBeReachedAndNamed()
    {
        CasmBuilder missing = new();
        missing.Temp(missing.Input(Argument));
        Assert.Throws<CasmBuildException>(() => missing.Build(CasmBuilder.Fallthrough, "nowhere"));

        CasmBuilder forgotten = new();
        forgotten.JumpIfNotZero(forgotten.Input(Argument), "out");
        Assert.Throws<CasmBuildException>(() => forgotten.Build(CasmBuilder.Fallthrough));
    }

    [Fact]
    public void OperationsNeedACellOnTheLeft()
    {
        CasmBuilder builder = new();
        Var sum = builder.Input(Argument) + builder.Input(Argument);
        Assert.Throws<CasmBuildException>(() => sum * sum);
    }

    [Fact]
    public void AnExpressionFollowsApUntilItsOffsetsEnd()
    {
        CellExpression low = CellExpression.Deref(new CellRef(Register.AP, short.MinValue + 1));
        Assert.Equal(CellExpression.Deref(new CellRef(Register.AP, short.MinValue)), low.AfterApChange(1));
        Assert.Null(low.AfterApChange(2));
        Assert.Equal(Argument, Argument.AfterApChange(1000));
        Assert.Equal("[fp + -3] + 7", CellExpression.AddConst(Argument.Cell, new BigInteger(7)).ToString());
    }

    private static string Text(CasmBuildResult built)
    {
        StringBuilder text = new();
        foreach (CasmInstruction instruction in built.Instructions)
        {
            CasmText.Append(instruction, text);
        }

        return text.ToString();
    }
}
