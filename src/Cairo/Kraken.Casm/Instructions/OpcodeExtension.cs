namespace Kraken.Casm.Instructions;

/// <summary>The opcode extension, bits 63 and up of the instruction word.</summary>
public enum OpcodeExtension : byte
{
    /// <summary>The original instruction set.</summary>
    Stone,

    /// <summary>One BLAKE2s compression of a block that is not the last.</summary>
    Blake,

    /// <summary>One BLAKE2s compression of the last block.</summary>
    BlakeFinalize,

    /// <summary>Arithmetic on packed QM31 values.</summary>
    QM31,
}
