namespace Kraken.Rpc.Health;

/// <summary>One thing that is not as it should be.</summary>
/// <param name="Grade">What it keeps the process from.</param>
/// <param name="Part">Which part of the process, in a word such as "consensus".</param>
/// <param name="Problem">What it is; a sentence for people.</param>
public sealed record HealthProblem(HealthGrade Grade, string Part, string Problem);
