using Kraken.Fields;

namespace Kraken.Air;

/// <summary>
/// A lookup relation: uses and yields of equal tuples cancel in the logup sum. A tuple starts with the relation's identifier constant.
/// </summary>
/// <param name="Name">The relation's name, unique among the relations of one AIR.</param>
/// <param name="Id">The identifier constant, element 0 of every tuple.</param>
/// <param name="Arity">The largest number of elements that follow the identifier; a shorter tuple stands for
/// one with trailing zeros.</param>
public sealed record Relation(string Name, M31 Id, int Arity);
