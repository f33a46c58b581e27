using System.Linq;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Hints.Tests.Cairo0;

/// <summary>The references of compiled Cairo 0 programs: their forms, what they evaluate to, and the texts that are none.</summary>
public sealed class ReferenceParserTests
{
    private const int Ap = 7;
    private const int Fp = 3;

    [Theory]
    [InlineData("cast(5, felt)", "felt", 5)]
    [InlineData("cast(-5, felt)", "felt", -5)]
    [InlineData("cast(2 + 3 * 4, felt)", "felt", 14)]
    [InlineData("cast((2 + 3) * 4, felt)", "felt", 20)]
    [InlineData("cast(10 - 2 - 3, felt)", "felt", 5)]
    [InlineData("cast([fp + 1], felt)", "felt", 104)]
    [InlineData("cast([ap + (-2)] + 1, felt)", "felt", 106)]
    [InlineData("cast([[fp]] * 2, felt)", "felt", 26)]
    [InlineData("cast(cast(6, felt) + 1, felt)", "felt", 7)]
    [InlineData(" cast ( 5 , a.b.C ) ", "a.b.C", 5)]
    [InlineData("cast(5, (felt, felt))", "(felt, felt)", 5)]
    public void ValuesAreEvaluated(string text, string type, int expected)
    {
        ReferenceText reference = Parse(text);
        Assert.Equal((false, type), (reference.IsAddress, reference.Type));
        Assert.Equal((Felt)expected, reference.Expression.Evaluate(Machine(), Ap).Felt);
    }

    [Theory]
    [InlineData("[cast(fp + (-3), felt*)]", "felt", 0)]
    [InlineData("[cast(ap + 2, starkware.cairo.common.uint256.Uint256*)]", "starkware.cairo.common.uint256.Uint256", 9)]
    [InlineData("[cast(ap, felt**)]", "felt*", 7)]
    [InlineData("[cast([fp] + 0, felt*)]", "felt", 0)]
    public void VariablesAreAtTheirAddress(string text, string type, int offset)
    {
        ReferenceText reference = Parse(text);
        Assert.Equal((true, type), (reference.IsAddress, reference.Type));
        Assert.Equal(offset, reference.Expression.Evaluate(Machine(), Ap).Address.Offset);
    }

    [Fact]
    public void StructuresAreTheirCells()
    {
        ReferenceText reference = Parse("cast((1, (2, [fp + 1]), 4), S)");
        Assert.Equal(
            [(Felt)1, (Felt)2, (Felt)104, (Felt)4], reference.Expression.Flatten().Select(cell => cell.Evaluate(Machine(), Ap).Felt));
        Assert.Throws<HintException>(() => reference.Expression.Evaluate(Machine(), Ap));
    }

    [Fact]
    public void AnApThatIsNotTrackedAndCellsWithoutContentAreErrorsOfTheHint()
    {
        Assert.Equal("InvalidTrackingGroup", Failure("cast([ap], felt)", -1));
        Assert.Equal("UnknownIdentifier", Failure("cast([fp + 50], felt)", Ap));
        Assert.Equal("UnknownIdentifier", Failure("cast([5], felt)", Ap));
    }

    [Theory]
    [InlineData("")]
    [InlineData("cast")]
    [InlineData("cast(5)")]
    [InlineData("cast(5, felt")]
    [InlineData("cast(5, felt))")]
    [InlineData("[cast(fp, felt)]")]
    [InlineData("[cast(fp, felt*)")]
    [InlineData("cast(5 +, felt)")]
    [InlineData("cast(x, felt)")]
    [InlineData("cast([fp, felt)")]
    [InlineData("cast((1, 2, felt)")]
    [InlineData("fp + 3")]
    [InlineData("cast(5, felt) + 1")]
    public void OtherTextsAreNoReferences(string text) => Assert.Null(ReferenceParser.TryParse(text));

    [Fact]
    public void NestingEndsInARefusalNotInTheStack()
    {
        string Nested(int depth) => $"cast({new string('(', depth)}1{new string(')', depth)}, felt)";
        Assert.NotNull(ReferenceParser.TryParse(Nested(30)));
        Assert.Null(ReferenceParser.TryParse(Nested(100)));
        Assert.Null(ReferenceParser.TryParse(Nested(1_000_000)));
        Assert.Null(ReferenceParser.TryParse(string.Concat(Enumerable.Repeat("cast(", 1_000_000))));
    }

    private static ReferenceText Parse(string text) =>
        ReferenceParser.TryParse(text) ?? throw new Xunit.Sdk.XunitException($"'{text}' is no reference");

    private static string Failure(string text, long ap) =>
        Assert.Throws<HintException>(() => Parse(text).Expression.Evaluate(Machine(), ap)).Code;

    // The stack holds 100 + offset, but a pointer at fp; what it points to holds 13.
    private static VirtualMachine Machine()
    {
        VirtualMachine machine = new(new VmMemory());
        Relocatable data = machine.Memory.AddSegment();
        machine.Memory.Insert(data, (Felt)13);
        for (int offset = 0; offset < 10; offset++)
        {
            machine.Memory.Insert(new Relocatable(1, offset), offset == Fp ? data : (MaybeRelocatable)(Felt)(100 + offset));
        }

        machine.Fp = new Relocatable(1, Fp);
        machine.Ap = new Relocatable(1, Ap);
        return machine;
    }
}
