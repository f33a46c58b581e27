namespace Kraken.Load;

/// <summary>What a transaction of the client does.</summary>
public enum LoadKind
{
    /// <summary>A transfer of the fee token.</summary>
    Transfer,

    /// <summary>A Fibonacci number, recorded by the demo contract.</summary>
    Fibonacci,

    /// <summary>A factorial, recorded by the demo contract.</summary>
    Factorial,
}
