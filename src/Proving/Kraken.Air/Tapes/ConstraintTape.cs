using System.Collections.Immutable;

namespace Kraken.Air.Tapes;

/// <summary>
/// A component's constraints as straight-line code: Add, Subtract, Multiply and Negate on registers, Constrain where a constraint's value
/// is ready (in definition order) and Lookup where all registers of a lookup are ready (in emission order). A temporary is only valid until
/// it is overwritten, so constraints and lookups must be consumed where they occur.
/// </summary>
/// <param name="Layout">The meaning of the fixed registers.</param>
/// <param name="RegisterCount">The number of registers with the temporaries.</param>
/// <param name="Instructions">The code.</param>
/// <param name="Lookups">The lookups with their registers, in emission order.</param>
/// <param name="ConstraintCount">The number of Constrain instructions.</param>
public sealed record ConstraintTape(
    RegisterLayout Layout,
    int RegisterCount,
    ImmutableArray<TapeInstruction> Instructions,
    ImmutableArray<TapeLookup> Lookups,
    int ConstraintCount);

/// <summary>A lookup whose numerator and tuple are in registers.</summary>
/// <param name="Relation">The relation; its identifier is element 0 of the combination.</param>
/// <param name="Numerator">The register of the numerator, the sign included.</param>
/// <param name="Tuple">The registers of the elements after the identifier.</param>
public sealed record TapeLookup(Relation Relation, int Numerator, ImmutableArray<int> Tuple);
