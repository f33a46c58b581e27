using Xunit;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>Tests of which one may take most of a machine's memory: they run one by one, after the others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LargeProofs
{
    public const string Name = "large proofs";
}
