namespace Kraken.Cairo.Hints.Bootloader;

/// <summary>The function by which a bootloader hashes the program of a task. The values are those that the bootloader compares.</summary>
public enum ProgramHashFunction
{
    /// <summary>A chain of Pedersen hashes.</summary>
    Pedersen = 0,

    /// <summary>Poseidon of all words.</summary>
    Poseidon = 1,

    /// <summary>BLAKE2s of all words, by the opcode of its own.</summary>
    Blake = 2,
}
