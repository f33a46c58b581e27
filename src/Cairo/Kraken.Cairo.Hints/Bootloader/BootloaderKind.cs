namespace Kraken.Cairo.Hints.Bootloader;

/// <summary>The bootloaders, by what they are told.</summary>
public enum BootloaderKind
{
    /// <summary>Runs tasks and puts out the size, program hash and output of each.</summary>
    Simple,

    /// <summary>Runs the simple one and unpacks outputs that are hashes of others.</summary>
    Unpacking,

    /// <summary>Runs an aggregator and the unpacking one, and puts out the aggregate.</summary>
    Applicative,
}
