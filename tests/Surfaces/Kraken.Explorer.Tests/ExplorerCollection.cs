using Xunit;

namespace Kraken.Explorer.Tests;

/// <summary>Tests that share one node and one explorer.</summary>
[CollectionDefinition(nameof(ExplorerCollection))]
public sealed class ExplorerCollection : ICollectionFixture<ExplorerFixture>;
