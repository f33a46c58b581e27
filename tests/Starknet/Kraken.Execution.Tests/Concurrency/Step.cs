namespace Kraken.Execution.Tests.Concurrency;

/// <summary>One step of a scripted transaction.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="First">The cell, amount or remainder.</param>
/// <param name="Second">The modulus.</param>
internal readonly record struct Step(StepKind Kind, int First, int Second);
