using System;

namespace Kraken.Proofs.Checking;

/// <summary>A step of checking a proof.</summary>
/// <param name="Name">What was checked, in words.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">What was found; a sentence.</param>
/// <param name="Elapsed">The time it took.</param>
public sealed record CheckStep(string Name, CheckOutcome Outcome, string Detail, TimeSpan Elapsed);
