namespace Kraken.Casm.Hints;

/// <summary>One of the 7 hints which only classes compiled by early compilers carry.</summary>
public abstract record DeprecatedHint : Hint
{
    private protected DeprecatedHint()
    {
    }
}
