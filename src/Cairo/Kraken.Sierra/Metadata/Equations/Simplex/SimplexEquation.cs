namespace Kraken.Sierra.Metadata.Equations.Simplex;

/// <summary>A sum that has to be zero.</summary>
/// <param name="Terms">The terms by ascending variable.</param>
/// <param name="Constant">The part without variables.</param>
internal sealed record SimplexEquation((int Variable, int Coefficient)[] Terms, long Constant);
