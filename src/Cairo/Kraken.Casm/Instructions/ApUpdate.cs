namespace Kraken.Casm.Instructions;

/// <summary>The next allocation pointer; the value is that of the two flag bits, save AddTwo.</summary>
public enum ApUpdate : byte
{
    /// <summary>Unchanged.</summary>
    Regular,

    /// <summary>ap plus the result.</summary>
    AddResult,

    /// <summary>ap + 1.</summary>
    AddOne,

    /// <summary>ap + 2: a call, whose flag bits are zero.</summary>
    AddTwo,
}
