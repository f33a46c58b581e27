using System.Numerics;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests.Libfuncs;

/// <summary>Structs, boxes, nullable boxes, snapshots and constants: where their cells lie.</summary>
public sealed class StructTests
{
    private const string Pair = "Struct<ut@Tuple, u8, felt252>";
    private const string Nested = $"Struct<ut@Nested, felt252, {Pair}, Struct<ut@Tuple>, u64>";
    private static readonly BigInteger[] Values = [11, 12, 13, 14];

    [Fact]
    public void MembersStandInOrder()
    {
        new LibfuncProgram($"struct_construct<{Nested}>", $"felt252, {Pair}, Struct<ut@Tuple>, u64", Nested)
            .Check([11, Argument.Cells(12, 13), Argument.Cells(), 14], 0, Values);
        new LibfuncProgram($"struct_deconstruct<{Nested}>", Nested,
            $"felt252, {Pair}, Struct<ut@Tuple>, u64").Check([Argument.Cells(Values)], 0, Values);
    }

    [Fact]
    public void ABoxedStructGivesBoxesOfItsMembers()
    {
        LibfuncProgram open = new(
            $"struct_boxed_deconstruct<{Nested}>", $"Box<{Nested}>", $"Box<felt252>, Box<{Pair}>, Box<Struct<ut@Tuple>>, Box<u64>");
        SierraRun run = open.Run(Argument.Box(Values)).Run;
        Assert.Equal([11], run.Box(0, 1));
        Assert.Equal([12, 13], run.Box(1, 2));
        Assert.Equal([14], run.Box(3, 1));
    }

    [Fact]
    public void SnapshotsOfStructsHaveSnapshotsOfTheirMembers()
    {
        const string Type = "Struct<ut@Lists, Array<felt252>, u8>";
        LibfuncProgram open = new($"struct_snapshot_deconstruct<{Type}>", $"Snapshot<{Type}>", "Snapshot<Array<felt252>>, u8");
        open.Check([Argument.Cells(4, 6, 9)], 0, 4, 6, 9);
        SierraMachine take = new($"""
            uses Snapshot<Array<felt252>>
            fn main(list: Array<felt252>) -> (Array<felt252>, Snapshot<Array<felt252>>)
            snapshot_take<Array<felt252>>(list) -> (list, view)
            return(list, view)
            """);
        SierraRun run = take.Call(Argument.Array(1, 2, 3));
        Assert.Equal([1, 2, 3], run.Array(0));
        Assert.Equal([1, 2, 3], run.Array(2));
    }

    [Theory]
    [InlineData("felt252", 1)]
    [InlineData(Pair, 2)]
    [InlineData(Nested, 4)]
    public void ABoxKeepsItsCells(string type, int size)
    {
        BigInteger[] cells = Values[..size];
        LibfuncProgram box = new($"into_box<{type}>", type, $"Box<{type}>");
        LibfuncProgram unbox = new($"unbox<{type}>", $"Box<{type}>", type);
        Assert.Equal(cells, box.Run(Argument.Cells(cells)).Run.Box(0, size));
        unbox.Check([Argument.Box(cells)], 0, cells);
    }

    [Fact]
    public void LocalVariablesAreBoxedWhereTheyStand()
    {
        SierraMachine machine = new($"""
            uses Uninitialized<{Pair}>
            fn main(pair: {Pair}) -> ({Pair}, Box<{Pair}>)
            alloc_local<{Pair}>() -> (place)
            finalize_locals() -> ()
            dup<{Pair}>(pair) -> (pair, copy)
            store_local<{Pair}>(place, copy) -> (local)
            local_into_box<{Pair}>(local) -> (box)
            return(pair, box)
            """);
        SierraRun run = machine.Call(Argument.Cells(8, 9));
        Assert.Equal([8, 9], run.Numbers[..2]);
        Assert.Equal([8, 9], run.Box(2, 2));
    }

    [Fact]
    public void ANullableIsNullOrABox()
    {
        SierraMachine none = new("""
            fn main() -> (Nullable<felt252>)
            null<felt252>() -> (nothing)
            return(nothing)
            """);
        Assert.Equal([0], none.Call().Numbers);
        LibfuncProgram match = new("match_nullable<felt252>", "Nullable<felt252>", "", "Box<felt252>");
        match.Check([0], 0);
        (int branch, _, SierraRun run) = match.Run(Argument.Box(5));
        Assert.Equal(1, branch);
        Assert.Equal([5], run.Box(1, 1));
        Assert.Equal([6],
            new LibfuncProgram("nullable_from_box<felt252>", "Box<felt252>", "Nullable<felt252>").Run(Argument.Box(6)).Run.Box(0, 1));
        Assert.Equal([7],
            new LibfuncProgram("box_forward_snapshot<Array<felt252>>", "Snapshot<Box<Array<felt252>>>", "Box<Snapshot<Array<felt252>>>")
            .Run(Argument.Box(7)).Run.Box(0, 1));
    }

    [Theory]
    [InlineData("Const<u8, 255>", "u8", 255)]
    [InlineData("Const<i8, -128>", "i8", -128)]
    [InlineData("Const<NonZero<u8>, Const<u8, 3>>", "NonZero<u8>", 3)]
    public void ConstantsAreImmediatesOfTheirType(string constant, string type, int value) =>
        new LibfuncProgram($"const_as_immediate<{constant}>", "", type).Check([], 0, value);

    [Fact]
    public void ConstantsOfStructsAndEnumsLieBehindTheCode()
    {
        const string Constant = $"Const<{Pair}, Const<u8, 7>, Const<felt252, -1>>";
        const string Choice = $"Enum<ut@Choice, felt252, {Pair}, u8>";
        SierraMachine machine = new($"""
            fn main() -> (Box<{Pair}>, Box<{Choice}>, Box<{Choice}>)
            const_as_box<{Constant}, 0>() -> (a)
            const_as_box<Const<{Choice}, 1, {Constant}>, 1>() -> (b)
            const_as_box<Const<{Choice}, 2, Const<u8, 9>>, 0>() -> (c)
            return(a, b, c)
            """);
        SierraRun run = machine.Call();
        BigInteger minusOne = Kraken.Fields.Felt.Modulus - 1;
        Assert.Equal([7, minusOne], run.Box(0, 2));
        Assert.Equal([3, 7, minusOne], run.Box(1, 3));
        Assert.Equal([1, 0, 9], run.Box(2, 3));
    }

    [Theory]
    [InlineData("Const<u8, 256>", "u8")]
    [InlineData("Const<u8, -1>", "u8")]
    [InlineData("Const<i8, 128>", "i8")]
    [InlineData("Const<i8, -129>", "i8")]
    [InlineData("Const<NonZero<u8>, Const<u8, 0>>", "NonZero<u8>")]
    [InlineData("Const<NonZero<u8>, Const<u16, 1>>", "NonZero<u8>")]
    [InlineData("Const<Struct<ut@Tuple, u8>, Const<u16, 1>>", "Struct<ut@Tuple, u8>")]
    [InlineData("Const<Struct<ut@Tuple, u8>>", "Struct<ut@Tuple, u8>")]
    [InlineData("Const<Enum<ut@E, u8>, 1, Const<u8, 1>>", "Enum<ut@E, u8>")]
    [InlineData("Const<BoundedInt<3, 4>, 5>", "BoundedInt<3, 4>")]
    [InlineData("Const<EcPoint, 1, 1>", "EcPoint")]
    [InlineData("Const<Array<u8>, 1>", "Array<u8>")]
    public void ConstantsOutsideOfTheirTypeAreRefused(string constant, string type) =>
        Assert.Equal(SierraErrorKind.InvalidType,
            SierraMachine.Refusal(LibfuncProgram.Source($"const_as_immediate<{constant}>", "", type))?.Kind);
}
