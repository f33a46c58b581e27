namespace Kraken.Cairo.Prover.Input;

/// <summary>
/// What a prover input may hold: no prover takes more, and a file of small numbers would take far more memory than its bytes.
/// </summary>
/// <param name="SmallValues">Values below 2^72; the adapters write later ones as others (log_small_value_capacity is 24).</param>
/// <param name="BigValues">Other values, each of some 90 bytes.</param>
/// <param name="Addresses">Addresses of the memory, the unused one included, and public ones.</param>
/// <param name="Steps">Steps of one opcode component: those of the tallest fixed columns.</param>
public sealed record ProverInputLimits(int SmallValues, int BigValues, int Addresses, int Steps)
{
    /// <summary>Those of the format and of the largest variant of the fixed columns.</summary>
    public static ProverInputLimits Default { get; } = new(1 << 24, 1 << 24, 1 << 29, 1 << 25);
}
