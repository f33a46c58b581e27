namespace Kraken.Casm.Instructions;

/// <summary>Why a word is not an instruction.</summary>
public enum InstructionError
{
    /// <summary>The word decodes.</summary>
    None,

    /// <summary>Bits above 127 are set.</summary>
    TooWide,

    /// <summary>The second operand's flags have no meaning.</summary>
    Op1Source,

    /// <summary>The program counter's flags have no meaning.</summary>
    PcUpdate,

    /// <summary>The result's flags have no meaning, or a conditional jump has a result.</summary>
    ResLogic,

    /// <summary>The opcode's flags have no meaning, or call or ret come with wrong offsets or flags.</summary>
    Opcode,

    /// <summary>The opcode extension is unknown.</summary>
    Extension,

    /// <summary>A BLAKE2s instruction with flags it may not have.</summary>
    BlakeFlags,

    /// <summary>A QM31 instruction with flags it may not have.</summary>
    QM31Flags,

    /// <summary>The allocation pointer's flags have no meaning, or a call changes it by itself.</summary>
    ApUpdate,
}
