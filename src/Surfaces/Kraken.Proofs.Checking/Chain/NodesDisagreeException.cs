using System;

namespace Kraken.Proofs.Checking.Chain;

/// <summary>Too few of the asked nodes gave the same answer.</summary>
public sealed class NodesDisagreeException(string message) : Exception(message);
