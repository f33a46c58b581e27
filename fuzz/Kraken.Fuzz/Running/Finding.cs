namespace Kraken.Fuzz.Running;

/// <summary>What is wrong with how a target took an input.</summary>
/// <param name="Key">Names the defect: findings of one defect have one key.</param>
/// <param name="What">A sentence.</param>
internal sealed record Finding(string Key, string What);
