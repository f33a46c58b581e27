using System;

namespace Kraken.State;

/// <summary>
/// This node could not read what it stores. No property of a transaction: other nodes may read it, so that nothing may be decided from it
/// and whatever was being executed has no outcome.
/// </summary>
/// <param name="message">What could not be read.</param>
/// <param name="cause">Why.</param>
public sealed class StateUnavailableException(string message, Exception cause) : Exception(message, cause);
