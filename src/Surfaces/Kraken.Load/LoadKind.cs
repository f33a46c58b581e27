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

    /// <summary>New tokens of an ERC-20 contract whose minter the sender is; each account has one of its own.</summary>
    Mint,

    /// <summary>A transfer of more than anyone has: it comes into a block as reverted, which is what is expected of it.</summary>
    Failing,

    /// <summary>A class that the chain lacks: the demo's with another ABI. An account has one declare under way at a time.</summary>
    Declare,

    /// <summary>A new account, at an address that was funded before the run.</summary>
    DeployAccount,
}
