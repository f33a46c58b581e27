using Kraken.Casm.Classes;
using Kraken.Fields;

namespace Kraken.Execution.Classes;

/// <summary>
/// Keeps what <see cref="ClassCompiler"/> made of classes for later processes. What it gives is run as the class of the hash that was asked
/// for: it must come from a compiler of the same <see cref="ClassCompiler.Build"/>. Used by several threads.
/// </summary>
public interface ICompiledClasses
{
    /// <summary>The compiled form of a class; null where it is not kept.</summary>
    /// <param name="classHash">The hash under which the class is declared.</param>
    CasmClass? Find(in Felt classHash);

    /// <summary>Keeps the compiled form of a class, or does not.</summary>
    /// <param name="classHash">The hash under which the class is declared.</param>
    /// <param name="casm">What it compiles to.</param>
    void Keep(in Felt classHash, CasmClass casm);
}
