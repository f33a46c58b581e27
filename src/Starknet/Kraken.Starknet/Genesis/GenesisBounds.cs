using Kraken.Fields;
using Kraken.Starknet.Limits;

namespace Kraken.Starknet.Genesis;

/// <summary>How much a genesis may hold: what every node computes block 0 from, and what travels in a bundle of proofs.</summary>
public static class GenesisBounds
{
    /// <summary>The most bytes of a genesis file.</summary>
    public const int MaxFileBytes = 4 << 20;

    /// <summary>The most accounts.</summary>
    public const int MaxAccounts = 10_000;

    /// <summary>The most classes beside the chain's own.</summary>
    public const int MaxClasses = 64;

    /// <summary>The most bytes of a class as JSON.</summary>
    public const int MaxClassBytes = ClassBounds.StarknetJsonBytes;

    /// <summary>The most contracts beside tokens and accounts.</summary>
    public const int MaxContracts = 1_000;

    /// <summary>The most tokens, the fee token among them.</summary>
    public const int MaxTokens = 16;

    /// <summary>The most holders of a token beside the accounts.</summary>
    public const int MaxBalances = 10_000;

    /// <summary>The most felts that a constructor is called with.</summary>
    public const int MaxCalldataFelts = 1_000;

    /// <summary>The most L2 gas that all constructors take together: what a block of Starknet may.</summary>
    public const ulong MaxConstructorGas = 5_000_000_000;

    /// <summary>The most felts of a class' Sierra program.</summary>
    public const int MaxSierraFelts = 81_920;

    /// <summary>The most storage cells of a contract that is placed.</summary>
    public const int MaxStorageCells = 10_000;

    /// <summary>The most characters of a name or symbol: a short string.</summary>
    public const int MaxNameLength = Felt.ShortStringLength;

    /// <summary>The least address of a contract; those below are the protocol's.</summary>
    public const int MinAddress = 0x10;
}
