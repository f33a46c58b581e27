using System;

namespace Kraken.Fuzz.Targets;

/// <summary>A decoder took an input and a law does not hold for what it gave.</summary>
/// <param name="law">The law.</param>
internal sealed class BrokenLawException(string law) : Exception(law);
