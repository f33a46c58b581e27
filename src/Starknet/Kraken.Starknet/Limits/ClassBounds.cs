namespace Kraken.Starknet.Limits;

/// <summary>The largest class that a chain takes; the defaults are those of Starknet's gateway.</summary>
public sealed record ClassBounds
{
    /// <summary>Starknet's bound on a class as JSON, in bytes.</summary>
    public const int StarknetJsonBytes = 4_089_446;

    /// <summary>The only version of the class format.</summary>
    public const string FormatVersion = "0.1.0";

    /// <summary>The most felts of a Sierra program.</summary>
    public int MaxSierraFelts { get; init; } = 81_920;

    /// <summary>The most felts of the bytecode that the program compiles to.</summary>
    public int MaxBytecodeFelts { get; init; } = 81_920;

    /// <summary>The most bytes of the class as JSON without spaces, its ABI included: see <see cref="ClassSize.JsonBytes"/>.</summary>
    public int MaxJsonBytes { get; init; } = StarknetJsonBytes;

    /// <summary>The oldest Sierra version, such as "1.1.0".</summary>
    public string MinSierraVersion { get; init; } = "1.1.0";

    /// <summary>The newest Sierra version of which every patch is taken, such as "1.9".</summary>
    public string MaxSierraVersion { get; init; } = "1.9";
}
