using System.Text;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Starknet.Classes;

namespace Kraken.Execution.Classes;

/// <summary>A class in all its forms: as declared, compiled, ready to run, with its hashes.</summary>
public sealed record CompiledContract
{
    /// <summary>The hash under which the class is declared.</summary>
    public required Felt ClassHash { get; init; }

    /// <summary>The compiled class hash (Blake).</summary>
    public required Felt CompiledClassHash { get; init; }

    /// <summary>The declared class.</summary>
    public required SierraClass Sierra { get; init; }

    /// <summary>The compiled class.</summary>
    public required CasmClass Casm { get; init; }

    /// <summary>The class ready to run.</summary>
    public required RunnableClass Runnable { get; init; }

    /// <summary>The size that a declare pays for, in bytes: every felt of Sierra program and bytecode, and the ABI.</summary>
    public ulong CodeSize =>
        (Felt.ByteCount * (ulong)(Sierra.SierraProgram.Length + Casm.Bytecode.Length)) + (ulong)Encoding.UTF8.GetByteCount(Sierra.Abi);
}
