namespace Kraken.Casm.Hints;

/// <summary>One of the 30 hints which the compiler's core library functions use.</summary>
public abstract record CoreHint : Hint
{
    private protected CoreHint()
    {
    }
}
