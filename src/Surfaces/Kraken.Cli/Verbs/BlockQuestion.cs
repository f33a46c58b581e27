namespace Kraken.Cli.Verbs;

/// <summary>What to check blocks with.</summary>
/// <param name="Nodes">Addresses of nodes, separated by commas; null to ask none.</param>
/// <param name="Genesis">The trusted genesis file; null where none was named.</param>
/// <param name="Proofs">The folder of the proof store.</param>
/// <param name="PrintsJson">Whether the answer is one JSON object.</param>
internal sealed record BlockQuestion(string? Nodes, string? Genesis, string Proofs, bool PrintsJson);
