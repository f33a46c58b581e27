using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Tests.Generation;

/// <summary>Random values of any type, in the memory of a run of the virtual machine.</summary>
internal sealed class GeneratedArguments(Random random)
{
    private static readonly (string X, string Y)[] Points =
    [
        ("0", "0"),
        (Shapes.GeneratorX, Shapes.GeneratorY),
        ("3324833730090626974525872402899302150520188025637965566623476530814354734325",
            "3147007486456030910661996439995670279305852583596209647900952752170983517249"),
    ];

    /// <summary>Whether there are values of a type.</summary>
    internal static bool Makes(string type)
    {
        TypeFacts? facts = TypeFacts.Find(type);
        return facts is not null && facts.Flags.Storable && facts.Generic switch
        {
            "Struct" or "Enum" => facts.Members.All(Makes) && (facts.Generic == "Struct" || facts.Members.Length > 0),
            "Snapshot" or "Array" or "Box" or "Nullable" => Makes(facts.Args[0]),
            "NonZero" => facts.Args[0] == Shapes.Uint256 || TypeFacts.Of(facts.Args[0]).Range is { Upper.IsOne: false },
            "EcPoint" or "qm31" or "ClassHash" or "ContractAddress" or "StorageAddress" or "StorageBaseAddress" => true,
            _ => facts.Range is not null,
        };
    }

    /// <summary>A value of a type.</summary>
    internal Argument Of(string type) => new(memory => [.. Cells(memory, type)]);

    private IEnumerable<MaybeRelocatable> Cells(VmMemory memory, string type)
    {
        TypeFacts facts = TypeFacts.Of(type);
        string inner = facts.Args.Length > 0 ? facts.Args[0] : "";
        switch (facts.Generic)
        {
            case "Struct":
                return [.. facts.Members.SelectMany(member => Cells(memory, member))];
            case "Enum":
                return Enum(memory, facts);
            case "Snapshot":
                return Cells(memory, inner);
            case "NonZero":
                return NonZero(inner);
            case "Array":
                return Array(memory, inner);
            case "Box":
                return [Box(memory, inner)];
            case "Nullable":
                return [random.Next(2) == 0 ? Felt.Zero : Box(memory, inner)];
            case "EcPoint":
                (string x, string y) = Points[random.Next(Points.Length)];
                return [Number(BigInteger.Parse(x, null)), Number(BigInteger.Parse(y, null))];
            case "qm31":
                return [Number(Enumerable.Range(0, 4).Select(i => HostileNumbers.Of(random, new IntegerRange(0, int.MaxValue)) << (36 * i))
                    .Aggregate(BigInteger.Add))];
            case "ClassHash" or "ContractAddress" or "StorageAddress":
                return [Number(HostileNumbers.Of(random, Shapes.Addresses))];
            case "StorageBaseAddress":
                return [Number(HostileNumbers.Of(random, Shapes.Bases))];
            default:
                return [Number(HostileNumbers.Of(random, facts.Range!.Value))];
        }
    }

    private static MaybeRelocatable Number(BigInteger value) => Felt.FromBigInteger(value);

    private IEnumerable<MaybeRelocatable> Enum(VmMemory memory, TypeFacts facts)
    {
        int count = facts.Members.Length;
        int variant = random.Next(count);
        int selector = count <= 2 ? variant : (2 * (count - variant)) - 1;
        MaybeRelocatable[] payload = [.. Cells(memory, facts.Members[variant])];
        return [Number(selector), .. Enumerable.Repeat(Number(0), facts.Size - 1 - payload.Length), .. payload];
    }

    private IEnumerable<MaybeRelocatable> NonZero(string inner)
    {
        if (inner == Shapes.Uint256)
        {
            return [Number(random.Next(3)), Number(1 + HostileNumbers.Below(random, BigInteger.One << random.Next(1, 128)))];
        }

        IntegerRange range = TypeFacts.Of(inner).Range!.Value;
        BigInteger value = HostileNumbers.Of(random, range);
        return [Number(!value.IsZero ? value : range.Upper.IsOne ? range.Lower : range.Upper - 1)];
    }

    private MaybeRelocatable[] Array(VmMemory memory, string element)
    {
        Relocatable start = memory.AddSegment();
        MaybeRelocatable[] cells = [.. Enumerable.Range(0, random.Next(4)).SelectMany(_ => Cells(memory, element).ToArray())];
        memory.Load(start, cells);
        return [start, start + cells.Length];
    }

    private MaybeRelocatable Box(VmMemory memory, string content)
    {
        MaybeRelocatable[] cells = [.. Cells(memory, content)];
        Relocatable start = memory.AddSegment();
        memory.Load(start, cells);
        return start;
    }
}
