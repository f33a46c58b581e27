using System.Collections.Immutable;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Expressions;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Flow;

/// <summary>One binding of a reference: an expression that holds at one place and is carried along as ap moves.</summary>
/// <param name="pc">The word in front of which it was bound.</param>
/// <param name="value">The expression, as of <paramref name="ap"/>.</param>
/// <param name="ap">Where ap was.</param>
/// <param name="locations">Where it was bound; several places for a binding that branches agreed on.</param>
/// <param name="statement">The statement that bound it; null for a binding that branches agreed on.</param>
internal sealed class Reference(
    int pc,
    Expression value,
    ApTracking ap,
    ImmutableArray<Location> locations,
    CodeElement? statement)
{
    /// <summary>The word in front of which it was bound.</summary>
    public int Pc { get; } = pc;

    /// <summary>The expression, as of <see cref="Ap"/>.</summary>
    public Expression Value { get; } = value;

    /// <summary>Where ap was.</summary>
    public ApTracking Ap { get; } = ap;

    /// <summary>Where it was bound.</summary>
    public ImmutableArray<Location> Locations { get; } = locations;

    /// <summary>The statement that bound it.</summary>
    public CodeElement? Statement { get; } = statement;

    /// <summary>The expression at another place, or null where ap cannot be followed to it.</summary>
    public Expression? At(ApTracking place) => ApTranslation.TryTranslate(Value, place.Since(Ap));
}
