using Kraken.Cairo.Vm.Pies;

namespace Kraken.Cairo.Hints.Bootloader;

/// <summary>What a bootloader may be told to run.</summary>
/// <param name="JsonBytes">Bytes of its input; programs may stand in it.</param>
/// <param name="ProgramBytes">Bytes of the files of all programs together; a program takes some ten times its bytes.</param>
/// <param name="Words">Words of each list of the configuration and of a packed output.</param>
/// <param name="Pie">What a PIE may hold; the cells are those of all PIEs together.</param>
public sealed record BootloaderLimits(int JsonBytes, int Tasks, int ProgramBytes, int Words, CairoPieLimits Pie)
{
    /// <summary>Those of a command.</summary>
    public static BootloaderLimits Default { get; } = new(32 << 20, 256, 32 << 20, 1 << 16, CairoPieLimits.Default);
}
