using System.Collections.Concurrent;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Tests.Generation;

/// <summary>What is to know of a type.</summary>
/// <param name="Name">The type with all its arguments.</param>
/// <param name="Generic">The generic type.</param>
/// <param name="Args">Its arguments.</param>
/// <param name="Flags">Its properties.</param>
/// <param name="Size">The cells that a value takes.</param>
/// <param name="Range">The values of a numeric type.</param>
internal sealed record TypeFacts(string Name, string Generic, string[] Args, TypeFlags Flags, int Size, IntegerRange? Range)
{
    /// <summary>Stands in place of a type within itself.</summary>
    internal const string Endless = "#";

    private static readonly ConcurrentDictionary<string, TypeFacts?> Known = new();

    /// <summary>The members of a struct or the variants of an enum.</summary>
    internal string[] Members => Args[1..];

    /// <summary>The facts of a type that exists.</summary>
    internal static TypeFacts Of(string type) => Find(type) ?? throw new SierraException(SierraErrorKind.InvalidType, type);

    /// <summary>The facts of a type; null when there is no such type.</summary>
    internal static TypeFacts? Find(string type) =>
        type.Contains(Endless, System.StringComparison.Ordinal) ? null : Known.GetOrAdd(type, Make);

    private static TypeFacts? Make(string type)
    {
        int open = type.IndexOf('<', System.StringComparison.Ordinal);
        string[] args = open < 0 ? [] : [.. SierraSource.Split(type[(open + 1)..^1])];
        if (type.StartsWith("Coupon<", System.StringComparison.Ordinal))
        {
            return new TypeFacts(type, "Coupon", args, new TypeFlags(true, true, false, true), 0, null);
        }

        try
        {
            SierraProgram program = SierraMachine.Parse(SierraSource.Expand($"uses {type}"));
            ConcreteType made = TypeRegistry.Build(program)[program.Types.Count - 1];
            return new TypeFacts(
                type, made.GenericId, args, made.Flags, made.Size, IntegerRange.Of(made.GenericId, made.Args));
        }
        catch (SierraException)
        {
            return null;
        }
    }
}
