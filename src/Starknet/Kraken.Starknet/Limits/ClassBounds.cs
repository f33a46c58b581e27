namespace Kraken.Starknet.Limits;

/// <summary>The largest class that a chain takes; the defaults are those of Starknet's gateway.</summary>
/// <param name="MaxSierraFelts">The most felts of a Sierra program.</param>
/// <param name="MaxBytecodeFelts">The most felts of the bytecode that the program compiles to.</param>
/// <param name="MaxJsonBytes">The most bytes of the class as JSON without spaces, its ABI included: see
/// <see cref="ClassSize.JsonBytes"/>.</param>
/// <param name="MinSierraVersion">The oldest Sierra version, such as "1.1.0".</param>
/// <param name="MaxSierraVersion">The newest Sierra version of which every patch is taken, such as "1.9".</param>
public sealed record ClassBounds(
    int MaxSierraFelts = 81_920,
    int MaxBytecodeFelts = 81_920,
    int MaxJsonBytes = ClassBounds.StarknetJsonBytes,
    string MinSierraVersion = "1.1.0",
    string MaxSierraVersion = "1.9")
{
    /// <summary>Starknet's bound on the JSON of a class that is declared.</summary>
    public const int StarknetJsonBytes = 4_089_446;

    /// <summary>The only version of the class format.</summary>
    public const string FormatVersion = "0.1.0";
}
