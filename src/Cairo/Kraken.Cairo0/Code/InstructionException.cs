using System;
using Kraken.Cairo0.Diagnostics;

namespace Kraken.Cairo0.Code;

/// <summary>An expression that no instruction has; the one who asked adds the instruction's text, or tries another form.</summary>
/// <param name="message">What was expected.</param>
/// <param name="location">Of the part that does not fit, if it is known.</param>
internal sealed class InstructionException(string message, Location? location) : Exception(message)
{
    /// <summary>Of the part that does not fit.</summary>
    public Location? Location { get; } = location;
}
