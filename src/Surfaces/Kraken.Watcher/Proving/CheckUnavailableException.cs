using System;

namespace Kraken.Watcher.Proving;

/// <summary>A stored proof could not be checked for want of the node: nothing is said about the proof.</summary>
internal sealed class CheckUnavailableException(string message) : Exception(message);
