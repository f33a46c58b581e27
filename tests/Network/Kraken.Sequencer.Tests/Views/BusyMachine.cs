using Xunit;

namespace Kraken.Sequencer.Tests.Views;

/// <summary>Tests that keep all processors busy run after the others, and one after another.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class BusyMachine
{
    /// <summary>The collection's name.</summary>
    public const string Name = "busy machine";
}
