using System.Collections.Immutable;
using Kraken.Casm.Classes;
using Kraken.Fields;

namespace Kraken.Starknet.Classes;

/// <summary>
/// A class of Cairo 0, from the time before Sierra: networks still run the contracts that have one. Read by
/// <see cref="Json.DeprecatedClassJson"/>; no chain that is launched today takes a declaration of one.
/// </summary>
public sealed class DeprecatedClass
{
    internal DeprecatedClass(
        ImmutableArray<byte> program,
        ImmutableArray<Felt> bytecode,
        ImmutableArray<string> builtins,
        EntryPoints<DeprecatedEntryPoint> entryPoints,
        string? abi)
    {
        (Program, Bytecode, Builtins, EntryPoints, Abi) = (program, bytecode, builtins, entryPoints, abi);
    }

    /// <summary>The compiled program with its hints and the names that these use: an object of JSON in UTF-8, as it came.</summary>
    public ImmutableArray<byte> Program { get; }

    /// <summary>The words of the program's code.</summary>
    public ImmutableArray<Felt> Bytecode { get; }

    /// <summary>The builtins that every entry point takes, in this order.</summary>
    public ImmutableArray<string> Builtins { get; }

    /// <summary>What can be called from outside, by kind.</summary>
    public EntryPoints<DeprecatedEntryPoint> EntryPoints { get; }

    /// <summary>The ABI, a list in JSON as it came; null where there is none.</summary>
    public string? Abi { get; }
}
