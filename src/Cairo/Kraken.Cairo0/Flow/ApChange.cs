using System.Numerics;

namespace Kraken.Cairo0.Flow;

/// <summary>How far ap moves, as far as the compiler can tell.</summary>
/// <param name="Kind">What is known.</param>
/// <param name="Cells">Cells ap moves by, in felts; zero unless the change is known.</param>
internal readonly record struct ApChange(ApChangeKind Kind, BigInteger Cells)
{
    /// <summary>No path has been seen yet that would say anything.</summary>
    public static ApChange Unconstrained => default;

    /// <summary>Nothing is known about ap behind this point.</summary>
    public static ApChange Unknown => new(ApChangeKind.Unknown, BigInteger.Zero);

    /// <summary>A change by a number of cells.</summary>
    public static ApChange Known(BigInteger cells) => new(ApChangeKind.Known, cells);

    /// <summary>True if the number of cells is known.</summary>
    public bool IsKnown => Kind == ApChangeKind.Known;

    /// <summary>This change and then a number of cells.</summary>
    public ApChange Then(BigInteger cells) => IsKnown ? Known(Cells + cells) : this;

    /// <summary>What holds on both of two paths.</summary>
    public ApChange And(ApChange other) => (Kind, other.Kind) switch
    {
        (ApChangeKind.Unconstrained, _) => other,
        (_, ApChangeKind.Unconstrained) => this,
        (ApChangeKind.Known, ApChangeKind.Known) when Cells == other.Cells => this,
        _ => Unknown,
    };
}
