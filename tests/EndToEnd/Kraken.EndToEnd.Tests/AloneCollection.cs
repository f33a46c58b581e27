using Xunit;

namespace Kraken.EndToEnd.Tests;

/// <summary>Tests that ask for blocks within seconds: they run after all others, one at a time, with the whole machine.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
