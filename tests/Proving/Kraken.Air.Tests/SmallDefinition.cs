using System;

namespace Kraken.Air.Tests;

/// <summary>A definition given by a function.</summary>
internal sealed class SmallDefinition(Action<AirBuilder> define, RowPadding padding = RowPadding.None) : AirDefinition
{
    public override string Name => "small";

    public override RowPadding Padding => padding;

    public static AirRecording Record(Action<AirBuilder> define, RowPadding padding = RowPadding.None) =>
        AirRecording.Of(new SmallDefinition(define, padding));

    public override void Define(AirBuilder builder) => define(builder);
}
