using System.Globalization;
using System.Linq;
using System.Text;
using Kraken.Sierra.Text;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.Types;
using Xunit;

namespace Kraken.Sierra.ToIL.Tests;

/// <summary>What types of foreign classes may cost: whatever is past the bounds has no native form, and ends no process.</summary>
public sealed class LayoutTests
{
    [Theory]
    [InlineData(LayoutTable.MaxDepth, true)]
    [InlineData(LayoutTable.MaxDepth + 1, false)]
    [InlineData(60_000, false)]
    public void StructsNestSoDeep(int depth, bool isNative)
    {
        StringBuilder text = new("type [0] = felt252;\n");
        for (int i = 1; i <= depth; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"type [{i}] = Struct<ut@s{i}, [{i - 1}]>;\n");
        }

        LayoutTable layouts = Of(text.ToString());
        if (isNative)
        {
            Assert.Equal([SlotKind.Felt], layouts[depth].Slots);
            return;
        }

        Assert.Contains("nest more than", Assert.Throws<NotNativeException>(() => layouts[depth]).Message, System.StringComparison.Ordinal);

        // Nor deeper in parts, each of which was asked for before.
        Assert.Throws<NotNativeException>(() => Enumerable.Range(0, depth + 1).Select(type => layouts[type]).ToList());
    }

    [Fact]
    public void VariantsOfOneTypeHaveOneMap()
    {
        const int Variants = 20_000;
        string members = string.Join(", ", Enumerable.Repeat("[0]", LayoutTable.MaxSlots - 12));
        string variants = string.Join(", ", Enumerable.Repeat("[1]", Variants));
        LayoutTable layouts = Of($"type [0] = felt252;\ntype [1] = Struct<ut@s, {members}>;\ntype [2] = Enum<ut@e, {variants}>;\n");
        Assert.Equal(Variants, layouts[2].Variants.Count);
        Assert.Same(layouts[2].Variants[0], layouts[2].Variants[^1]);
        Assert.Equal(Enumerable.Range(1, LayoutTable.MaxSlots - 12), layouts[2].Variants[0]);
    }

    // Each is as large as a value may be.
    [Theory]
    [InlineData(2_047, true)]
    [InlineData(2_049, false)]
    public void AllTypesOfAProgramHaveOneBound(int types, bool isNative)
    {
        string members = string.Join(", ", Enumerable.Repeat("[0]", LayoutTable.MaxSlots));
        StringBuilder text = new("type [0] = felt252;\n");
        for (int i = 1; i <= types; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"type [{i}] = Struct<ut@s{i}, {members}>;\n");
        }

        LayoutTable layouts = Of(text.ToString());
        int Made() => Enumerable.Range(1, types).Sum(type => layouts[type].Slots.Count);
        if (isNative)
        {
            Assert.Equal(types * LayoutTable.MaxSlots, Made());
            return;
        }

        Assert.Contains("together", Assert.Throws<NotNativeException>(() => Made()).Message, System.StringComparison.Ordinal);
    }

    // A variant takes, for each of its slots, the first of that kind that it has not taken.
    [Fact]
    public void VariantsShareSlotsByKind()
    {
        LayoutTable layouts = Of("""
            type [0] = felt252;
            type [1] = u128;
            type [2] = Struct<ut@a, [0], [1], [0]>;
            type [3] = Struct<ut@b, [1], [1], [0]>;
            type [4] = Enum<ut@e, [2], [3]>;
            """);
        Assert.Equal([SlotKind.Int32, SlotKind.Felt, SlotKind.UInt128, SlotKind.Felt, SlotKind.UInt128], layouts[4].Slots);
        Assert.Equal([1, 2, 3], layouts[4].Variants[0]);
        Assert.Equal([2, 4, 1], layouts[4].Variants[1]);
    }

    private static LayoutTable Of(string declarations)
    {
        Assert.True(SierraText.TryParse(declarations, out SierraProgram? program, out SierraError? error), error?.ToString());
        return new LayoutTable(TypeRegistry.Build(program));
    }
}
