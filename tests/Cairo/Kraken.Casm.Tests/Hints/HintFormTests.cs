using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kraken.Casm.Assembly;
using Kraken.Casm.Hints;
using Kraken.Casm.Operands;
using Kraken.Serialization.Json;
using Xunit;
using JsonNode = System.Text.Json.Nodes.JsonNode;

namespace Kraken.Casm.Tests.Hints;

/// <summary>Every kind of hint, made with random operands: its JSON reads back to it, and nothing less or else does.</summary>
public sealed class HintFormTests
{
    public static TheoryData<string> Kinds => [.. HintTypes().Select(type => type.Name)];

    [Fact]
    public void AllHintsOfTheReferenceAreKnown()
    {
        // Core, deprecated, Starknet and external hints of the compiler (brief of the Cairo toolchain, 1.5).
        Assert.Equal((30, 7, 2, 4), (Count<CoreHint>(), Count<DeprecatedHint>(), Count<StarknetHint>(), Count<ExternalHint>()));

        static int Count<T>() => HintTypes().Count(type => type.IsSubclassOf(typeof(T)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AHintReadsBackFromItsJson(string kind)
    {
        Random random = new(kind.Length);
        for (int round = 0; round < 20; round++)
        {
            Hint hint = Make(TypeOf(kind), random);
            string json = Json(hint);
            using JsonDocument document = JsonDocument.Parse(json);
            Assert.True(HintJson.TryRead(document.RootElement, out Hint? read, out DecodeError? error), $"{json}: {error}");
            Assert.Equal(hint, read);
            Assert.Equal(json, Json(read));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AHintWithoutOneOfItsFieldsIsRefusedByThatField(string kind)
    {
        JsonNode node = JsonNode.Parse(Json(Make(TypeOf(kind), new Random(7))))!;
        if (node is not JsonObject whole)
        {
            return;
        }

        foreach (string field in whole[kind]!.AsObject().Select(pair => pair.Key))
        {
            JsonObject fields = whole[kind]!.DeepClone().AsObject();
            fields.Remove(field);
            Refused(new JsonObject { [kind] = fields.DeepClone() }, $"{kind}.{field}");
            fields[field] = true;
            Refused(new JsonObject { [kind] = fields }, $"{kind}.{field}");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AHintHasATextThatNamesItsCells(string kind)
    {
        if (TypeOf(kind).IsSubclassOf(typeof(ExternalHint)))
        {
            return;
        }

        string text = PythonicHints.Render(Make(TypeOf(kind), new Random(3)));
        Assert.False(string.IsNullOrWhiteSpace(text));
        Assert.DoesNotContain(nameof(CellRef), text, StringComparison.Ordinal);
        Assert.DoesNotContain("Immediate", text, StringComparison.Ordinal);
    }

    private static void Refused(JsonObject json, string where)
    {
        using JsonDocument document = JsonDocument.Parse(json.ToJsonString());
        Assert.False(HintJson.TryRead(document.RootElement, out Hint? hint, out DecodeError? error), json.ToJsonString());
        Assert.Null(hint);
        Assert.StartsWith(where, error!.Path, StringComparison.Ordinal);
    }

    private static IEnumerable<Type> HintTypes() =>
        typeof(Hint).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Hint)) && !type.IsAbstract);

    private static Type TypeOf(string kind) => HintTypes().Single(type => type.Name == kind);

    private static Hint Make(Type type, Random random)
    {
        System.Reflection.ConstructorInfo constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        return (Hint)constructor.Invoke([.. constructor.GetParameters().Select(p => Value(p.ParameterType, random))]);
    }

    private static object Value(Type type, Random random)
    {
        if (type == typeof(CellRef))
        {
            return Cell(random);
        }

        if (type == typeof(BigInteger))
        {
            return (BigInteger)random.NextInt64();
        }

        return type.IsAssignableFrom(typeof(Immediate)) && type != typeof(Immediate) ? Operand(random) : new Immediate(random.Next());
    }

    private static ResOperand Operand(Random random) => random.Next(5) switch
    {
        0 => new Deref(Cell(random)),
        1 => new DoubleDeref(Cell(random), (short)random.Next(short.MinValue, short.MaxValue)),
        2 => new Immediate(-random.Next()),
        3 => new BinOp(CellOperation.Add, Cell(random), new Immediate(random.NextInt64())),
        _ => new BinOp(CellOperation.Mul, Cell(random), new Deref(Cell(random))),
    };

    private static CellRef Cell(Random random) =>
        new(random.Next(2) == 0 ? Register.AP : Register.FP, (short)random.Next(short.MinValue, short.MaxValue + 1));

    private static string Json(Hint hint)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            HintJson.Write(writer, hint);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
