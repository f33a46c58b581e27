namespace Kraken.Casm.Hints;

/// <summary>A hint of the wrapper code around an executable; contract classes carry none.</summary>
public abstract record ExternalHint : Hint
{
    private protected ExternalHint()
    {
    }
}
