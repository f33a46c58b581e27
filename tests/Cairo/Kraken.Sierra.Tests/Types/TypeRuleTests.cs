using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Sierra.Text;
using Kraken.Sierra.Types;
using Xunit;

namespace Kraken.Sierra.Tests.Types;

/// <summary>
/// The size of each type in cells, and whether its values can be stored, dropped and copied, by the rules of the Sierra compiler.
/// </summary>
public sealed class TypeRuleTests
{
    [Theory]
    [InlineData("felt252", 1, "sdc")]
    [InlineData("bytes31", 1, "sdc")]
    [InlineData("i128", 1, "sdc")]
    [InlineData("qm31", 1, "sdc")]
    [InlineData("EcPoint", 2, "sdc")]
    [InlineData("EcState", 3, "sdc")]
    [InlineData("RangeCheck", 1, "s")]
    [InlineData("SegmentArena", 1, "s")]
    [InlineData("System", 1, "s")]
    [InlineData("GasReserve", 1, "sd")]
    [InlineData("U128MulGuarantee", 4, "s")]
    [InlineData("U96Guarantee", 1, "s")]
    [InlineData("CircuitModulus", 4, "sdc")]
    [InlineData("CircuitFailureGuarantee", 8, "s")]
    [InlineData("U96LimbsLtGuarantee<4>", 8, "s")]
    [InlineData("BoundedInt<-5, 5>", 1, "sdc")]
    [InlineData("BoundedIntGuarantee<0, 4294967295>", 1, "s")]
    [InlineData("NonZero<EcPoint>", 2, "sdc")]
    [InlineData("NonZero<u8>", 1, "sdc")]
    [InlineData("Box<RangeCheck>", 1, "s")]
    [InlineData("Box<EcState>", 1, "sdc")]
    [InlineData("Nullable<EcState>", 1, "sdc")]
    [InlineData("Array<u8>", 2, "sd")]
    [InlineData("Array<RangeCheck>", 2, "s")]
    [InlineData("Span<u8>", 2, "sdc")]
    [InlineData("Snapshot<Array<RangeCheck>>", 2, "sdc")]
    [InlineData("Uninitialized<EcState>", 3, "d")]
    [InlineData("IntRange<u8>", 2, "sdc")]
    [InlineData("Felt252Dict<u128>", 1, "s")]
    [InlineData("Felt252DictEntry<felt252>", 1, "s")]
    [InlineData("SquashedFelt252Dict<felt252>", 2, "sd")]
    [InlineData("Struct<ut@Tuple>", 0, "sdcz")]
    [InlineData("Struct<ut@Tuple, u8, EcPoint, Struct<ut@Tuple>>", 3, "sdc")]
    [InlineData("Struct<ut@Tuple, u8, Array<u8>>", 3, "sd")]
    [InlineData("Struct<ut@Tuple, u8, RangeCheck>", 2, "s")]
    [InlineData("Enum<ut@E, Struct<ut@Tuple>, Struct<ut@Tuple>>", 1, "sdc")]
    [InlineData("Enum<ut@E, EcState, u8>", 4, "sdc")]
    [InlineData("Enum<ut@E, Array<u8>, u8>", 3, "sd")]
    [InlineData("Const<u8, 7>", -1, "")]
    [InlineData("Circuit<Struct<ut@Tuple, CircuitInput<0>>>", -1, "z")]
    [InlineData("CircuitData<Circuit<Struct<ut@Tuple, CircuitInput<0>>>>", 1, "sd")]
    [InlineData("CircuitInputAccumulator<Circuit<Struct<ut@Tuple, CircuitInput<0>>>>", 2, "sd")]
    [InlineData("CircuitOutputs<Circuit<Struct<ut@Tuple, CircuitInput<0>>>>", 5, "sdc")]
    [InlineData("CircuitPartialOutputs<Circuit<Struct<ut@Tuple, CircuitInput<0>>>>", 6, "sd")]
    [InlineData("CircuitDescriptor<Circuit<Struct<ut@Tuple, CircuitInput<0>>>>", 4, "sdc")]
    public void EachTypeHasItsSizeAndRules(string type, int size, string rules)
    {
        Assert.True(Declared.TryBuild(type, [], out SierraRegistry? registry, out SierraError? error), error?.ToString());
        ConcreteType concrete = registry!.Types[registry.Types.Count - 1];
        TypeFlags flags = concrete.Flags;
        string got = string.Concat(
            flags.Storable ? "s" : "", flags.Droppable ? "d" : "", flags.Duplicatable ? "c" : "", flags.ZeroSized ? "z" : "");
        Assert.Equal((size, rules), (concrete.Size, got));
    }

    [Theory]
    [InlineData("NoSuchType", SierraErrorKind.UnsupportedType)]
    [InlineData("felt252<u8>", SierraErrorKind.InvalidType)]
    [InlineData("Array", SierraErrorKind.InvalidType)]
    [InlineData("Array<u8, u8>", SierraErrorKind.InvalidType)]
    [InlineData("Array<7>", SierraErrorKind.InvalidType)]
    [InlineData("Array<Struct<ut@Tuple>>", SierraErrorKind.InvalidType)]
    [InlineData("Array<Const<u8, 7>>", SierraErrorKind.InvalidType)]
    [InlineData("Box<Uninitialized<u8>>", SierraErrorKind.InvalidType)]
    [InlineData("Snapshot<u8>", SierraErrorKind.InvalidType)]
    [InlineData("Felt252Dict<i8>", SierraErrorKind.InvalidType)]
    [InlineData("Felt252Dict<Array<u8>>", SierraErrorKind.InvalidType)]
    [InlineData("Felt252Dict<Enum<ut@E, u8>>", SierraErrorKind.InvalidType)]
    [InlineData("IntRange<felt252>", SierraErrorKind.InvalidType)]
    [InlineData("IntRange<bytes31>", SierraErrorKind.InvalidType)]
    [InlineData("IntRange<Array<u8>>", SierraErrorKind.InvalidType)]
    [InlineData("Struct", SierraErrorKind.InvalidType)]
    [InlineData("Struct<u8>", SierraErrorKind.InvalidType)]
    [InlineData("Struct<ut@Tuple, 7>", SierraErrorKind.InvalidType)]
    [InlineData("Enum<ut@E, Const<u8, 7>>", SierraErrorKind.InvalidType)]
    [InlineData("BoundedInt<5, 4>", SierraErrorKind.InvalidType)]
    [InlineData("BoundedInt<5>", SierraErrorKind.InvalidType)]
    [InlineData("BoundedInt<0, 3618502788666131213697322783095070105623107215331596699973092056135872020481>", SierraErrorKind.InvalidType)]
    [InlineData("BoundedIntGuarantee<0, 255>", SierraErrorKind.InvalidType)]
    [InlineData("U96LimbsLtGuarantee<0>", SierraErrorKind.InvalidType)]
    [InlineData("U96LimbsLtGuarantee<16384>", SierraErrorKind.InvalidType)]
    [InlineData("CircuitInput<-1>", SierraErrorKind.InvalidType)]
    [InlineData("AddModGate<CircuitInput<0>>", SierraErrorKind.InvalidType)]
    [InlineData("AddModGate<CircuitInput<0>, u8>", SierraErrorKind.InvalidType)]
    [InlineData("InverseGate<CircuitInput<0>, CircuitInput<0>>", SierraErrorKind.InvalidType)]
    [InlineData("Circuit<CircuitInput<0>>", SierraErrorKind.InvalidType)]
    [InlineData("Circuit<Struct<ut@Tuple>>", SierraErrorKind.InvalidType)]
    [InlineData("Circuit<Struct<ut@Tuple, CircuitInput<1>>>", SierraErrorKind.InvalidType)]
    [InlineData("Circuit<Struct<ut@Other, CircuitInput<0>>>", SierraErrorKind.InvalidType)]
    [InlineData("CircuitData<u8>", SierraErrorKind.InvalidType)]
    [InlineData("Coupon<u8>", SierraErrorKind.InvalidType)]
    public void TypesThatTheirRulesForbidAreRefused(string type, SierraErrorKind kind)
    {
        Assert.False(Declared.TryBuild(type, [], out SierraRegistry? registry, out SierraError? error), type);
        Assert.Null(registry);
        Assert.Equal(kind, error!.Kind);
    }

    [Fact]
    public void SizesEndAtWhatAnInstructionCanReach()
    {
        // The size of a type is a signed number of 16 bits: 2^15 - 1 cells are one doubling too many for pairs.
        string type = "felt252";
        for (int doubling = 0; doubling < 14; doubling++)
        {
            type = $"Struct<ut@Tuple, {type}, {type}>";
        }

        Assert.True(Declared.TryBuild(type, [], out SierraRegistry? registry, out SierraError? error), error?.ToString());
        Assert.Equal(1 << 14, registry!.Types[registry.Types.Count - 1].Size);
        Assert.False(Declared.TryBuild($"Struct<ut@Tuple, {type}, {type}>", [], out _, out error));
        Assert.Equal(SierraErrorKind.InvalidType, error!.Kind);
    }

    [Fact]
    public void TheRulesAreThoseThatTheGenuineCompilerDeclared()
    {
        HashSet<string> kinds = [];
        HashSet<string> names = [];
        foreach (string file in Directory.EnumerateFiles(SharedData.PathOf("cairo/e2e"), "*.json", SearchOption.AllDirectories))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (JsonElement record in document.RootElement.EnumerateArray())
            {
                Assert.True(SierraText.TryParse(record.GetProperty("sierra_code").GetString()!, out SierraProgram? program, out _));
                if (SierraRegistry.TryBuild(program!, out SierraRegistry? declared, out _))
                {
                    Compare(program!, declared!, kinds, names);
                }
            }
        }

        Assert.True(kinds.Count >= 50, $"{kinds.Count} kinds of types");
    }

    // Flags that are not declared are worked out, where a type comes after its parts and before its users.
    private static void Compare(SierraProgram program, SierraRegistry declared, HashSet<string> kinds, HashSet<string> names)
    {
        for (int i = 0; i < program.Types.Count; i++)
        {
            TypeDeclaration type = program.Types[i];
            bool forward = type.Args.Any(a => a.Kind == GenericArgKind.Type && a.Index >= i)
                || program.Types.Take(i).Any(t => t.Args.Any(a => a.Kind == GenericArgKind.Type && a.Index == i));
            if (type.Flags is not { } flags || forward || !names.Add(type.Name))
            {
                continue;
            }

            TypeDeclaration[] types = [.. program.Types];
            types[i] = type with { Flags = null };
            Assert.Equal(flags, SierraRegistry.Build(program with { Types = types }).Types[i].Flags);
            Assert.Equal(flags, declared.Types[i].Flags);
            kinds.Add(type.GenericId);

            types[i] = type with { Flags = flags with { Droppable = !flags.Droppable } };
            Assert.False(SierraRegistry.TryBuild(program with { Types = types }, out _, out _));
        }
    }
}
