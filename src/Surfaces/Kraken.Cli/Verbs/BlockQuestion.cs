namespace Kraken.Cli.Verbs;

/// <summary>Whom to ask about a block, and what to check it with.</summary>
/// <param name="Nodes">Addresses of nodes, separated by commas.</param>
/// <param name="Genesis">The genesis file; null to take the nodes' word for who decided the block.</param>
/// <param name="Proofs">The folder of the proof store.</param>
/// <param name="PrintsJson">Whether the answer is one JSON object.</param>
internal sealed record BlockQuestion(string Nodes, string? Genesis, string Proofs, bool PrintsJson);
