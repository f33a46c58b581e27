using System;

namespace Kraken.Watcher.Proving;

/// <summary>A call that cannot be proved: trying again would end the same way.</summary>
internal sealed class ProofRefusedException(string message) : Exception(message);
