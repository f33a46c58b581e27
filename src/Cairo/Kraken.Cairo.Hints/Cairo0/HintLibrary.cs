using System.Collections.Frozen;
using System.Linq;
using Kraken.Cairo.Hints.Cairo0.Library;

namespace Kraken.Cairo.Hints.Cairo0;

/// <summary>The known hints by the name that the reference machine gives their text.</summary>
internal static class HintLibrary
{
    public static FrozenDictionary<string, HintFactory> ByName { get; } = new[]
    {
        ScopeHints.All,
        MathHints.All,
        ComparisonHints.All,
        Uint256Hints.All,
        CurveHints.All,
        BuiltinHints.All,
        BuiltinCodeHints.All,
        KeccakHints.All,
        Blake2sHints.All,
        SearchHints.All,
        DictHints.All,
        SquashHints.All,
        SecpHints.All,
        SecpCurveHints.All,
        OlderHints.All,
    }.SelectMany(family => family).ToFrozenDictionary(pair => pair.Name, pair => pair.Factory);
}
