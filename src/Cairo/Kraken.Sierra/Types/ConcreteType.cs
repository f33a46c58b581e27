using System.Collections.Generic;

namespace Kraken.Sierra.Types;

/// <summary>A declared type with its checked properties and size.</summary>
/// <param name="GenericId">The generic type.</param>
/// <param name="Args">The generic arguments.</param>
/// <param name="Flags">The properties, which equal the declared ones.</param>
/// <param name="Size">The number of cells, or <see cref="Unsized"/> for types without values in memory.</param>
public sealed record ConcreteType(string GenericId, IReadOnlyList<GenericArg> Args, TypeFlags Flags, short Size)
{
    /// <summary>The size of a type that has no values in memory (constants, circuit gates).</summary>
    public const short Unsized = -1;

    /// <summary>The wiring of a circuit type; null for others.</summary>
    public CircuitInfo? Circuit { get; init; }

    /// <summary>The members of a struct or the variants of an enum: the type arguments after the user type.</summary>
    public IEnumerable<int> Members
    {
        get
        {
            for (int i = 1; i < Args.Count; i++)
            {
                yield return Args[i].Index;
            }
        }
    }
}
