namespace Kraken.Cairo.Air.Proofs;

/// <summary>What a claim knows of a component.</summary>
/// <param name="Name">The name in JSON proofs and in component lists.</param>
/// <param name="TraceColumns">Base trace columns of one instance.</param>
/// <param name="InteractionColumns">Interaction trace columns of one instance, four per pair of lookups.</param>
/// <param name="FixedLogSize">The size of a fixed table; null where the claim gives it.</param>
public sealed record ClaimComponent(string Name, int TraceColumns, int InteractionColumns, int? FixedLogSize);
