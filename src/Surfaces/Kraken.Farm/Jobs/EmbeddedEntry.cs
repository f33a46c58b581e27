namespace Kraken.Farm.Jobs;

/// <summary>A job as the embedded queue keeps it.</summary>
/// <param name="Job">The job.</param>
/// <param name="Begun">How often it was taken and not settled since it was put there.</param>
/// <param name="Reason">Why it is among the dead letters; null of one that waits.</param>
internal sealed record EmbeddedEntry(RangeJob Job, int Begun, string? Reason = null);
