using System;
using System.Linq;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Vm.Builtins;
using Xunit;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>The segments of a proof are the machine's builtins in its order, all but the arena, which is proved as plain steps.</summary>
public sealed class BuiltinOrderTests
{
    [Fact]
    public void ASegmentHasTheNumberOfItsBuiltin() => Assert.Equal(
        Enum.GetValues<BuiltinName>().Where(name => name != BuiltinName.SegmentArena).Select(name => $"{(int)name} {name}"),
        Enum.GetValues<BuiltinSegment>().Select(segment => $"{(int)segment} {segment}".Replace("128", "", StringComparison.Ordinal)));
}
