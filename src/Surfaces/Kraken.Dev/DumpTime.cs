namespace Kraken.Dev;

/// <summary>When what was done to a chain is written to a file.</summary>
public enum DumpTime
{
    /// <summary>Never; requests for it are refused.</summary>
    Never,

    /// <summary>When the process ends, and on request.</summary>
    Exit,

    /// <summary>After every block, and on request.</summary>
    Block,

    /// <summary>Only when devnet_dump asks for it.</summary>
    Request,
}
