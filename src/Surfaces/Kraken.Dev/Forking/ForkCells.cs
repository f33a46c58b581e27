using System;
using System.Text;
using Kraken.Execution.Classes;
using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.Dev.Forking;

/// <summary>The keys of a fork's cache: a byte of the kind, and the felts that name the entry.</summary>
internal static class ForkCells
{
    private const byte FirstCell = 1;
    private const byte SierraKind = 0x40;
    private const byte CasmKind = 0x41;
    private const byte DeprecatedKind = 0x42;

    /// <summary>The key of a value of the state.</summary>
    internal static byte[] Of(CellKind kind, in Felt owner, in Felt key) => kind == CellKind.Storage
        ? [(byte)(FirstCell + (byte)kind), .. owner.ToBytesBigEndian(), .. key.ToBytesBigEndian()]
        : [(byte)(FirstCell + (byte)kind), .. owner.ToBytesBigEndian()];

    /// <summary>The key of a class.</summary>
    internal static byte[] Sierra(in Felt classHash) => [SierraKind, .. classHash.ToBytesBigEndian()];

    /// <summary>The key of a class of Cairo 0.</summary>
    internal static byte[] Deprecated(in Felt classHash) => [DeprecatedKind, .. classHash.ToBytesBigEndian()];

    /// <summary>The key of a compiled class, of this build of the compiler.</summary>
    internal static byte[] Casm(in Felt classHash) =>
        [CasmKind, .. classHash.ToBytesBigEndian(), .. Encoding.ASCII.GetBytes(ClassCompiler.Build)];

    /// <summary>Reads a value; null where the bytes are none.</summary>
    internal static Felt? Value(ReadOnlySpan<byte> bytes) => Felt.TryFromBytesBigEndian(bytes, out Felt value) ? value : null;
}
