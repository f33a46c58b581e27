namespace Kraken.Starknet.Genesis;

/// <summary>
/// How much work a genesis may make that its reader did not choose, such as one within a bundle of proofs. What users name themselves
/// has the <see cref="GenesisBounds"/> alone.
/// </summary>
public sealed record GenesisBudget
{
    /// <summary>The budget of a stranger's genesis: two to three seconds of processor time at most.</summary>
    public static GenesisBudget Foreign { get; } = new();

    /// <summary>The most bytes of all classes together as JSON.</summary>
    public int ClassBytes { get; init; } = GenesisBounds.MaxClassBytes;

    /// <summary>The most felts of all classes' Sierra programs together; a second compiles some 30,000.</summary>
    public int SierraFelts { get; init; } = GenesisBounds.MaxSierraFelts / 2;

    /// <summary>The most validators, accounts, balances, contracts, felts of calldata and storage cells together.</summary>
    public int Entries { get; init; } = 10_000;

    /// <summary>The most L2 gas of a constructor, and of all together: a hundred is a step.</summary>
    public ulong ConstructorGas { get; init; } = 200_000_000;
}
