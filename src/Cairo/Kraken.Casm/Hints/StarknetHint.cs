namespace Kraken.Casm.Hints;

/// <summary>A hint that leaves the program: a system call or a test framework's cheatcode.</summary>
public abstract record StarknetHint : Hint
{
    private protected StarknetHint()
    {
    }
}
