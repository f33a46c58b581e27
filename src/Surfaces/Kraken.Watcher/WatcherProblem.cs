namespace Kraken.Watcher;

/// <summary>The parts of the watcher that problems are told of.</summary>
internal static class WatcherProblem
{
    /// <summary>Following the chain.</summary>
    public const string Following = "following";

    /// <summary>Making, verifying and storing proofs.</summary>
    public const string Proving = "proving";
}
