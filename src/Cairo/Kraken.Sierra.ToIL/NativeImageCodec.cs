using System;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Serialization;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL;

/// <summary>
/// The bytes of a compiled program: the generator, the Blake2s hash of the class and of the hash of what follows, then assembly, constants
/// and circuits. Whoever may write such bytes may run code: the hash finds damage and mistaken files, not malice.
/// </summary>
public static class NativeImageCodec
{
    /// <summary>The most bytes of an encoded program.</summary>
    public const int MaxBytes = 64 << 20;

    private const int GateBytes = 12;
    private const int CircuitBytes = 16;

    /// <summary>
    /// What made the code of this build: another build of the emitters, or of the library that gas comes from, makes other code.
    /// </summary>
    public static string Generator { get; } = string.Create(
        null, $"{typeof(NativeProgram).Module.ModuleVersionId:N}{typeof(SierraRegistry).Module.ModuleVersionId:N}");

    /// <summary>Encodes a program.</summary>
    /// <param name="image">The program.</param>
    public static byte[] Encode(NativeImage image, in Felt classHash)
    {
        ArgumentNullException.ThrowIfNull(image);
        ByteWriter content = new();
        content.Bytes(image.Assembly);
        content.Felts(image.Constants.AsSpan());
        content.Int32(image.Circuits.Length);
        foreach (NativeCircuit circuit in image.Circuits)
        {
            content.Int32(circuit.Values);
            content.Int32(circuit.Inputs);
            Write(content, circuit.Additions);
            Write(content, circuit.Products);
        }

        byte[] bytes = content.ToArray();
        ByteWriter whole = new();
        whole.Text(Generator);
        whole.Bytes(Seal(bytes, classHash));
        whole.Bytes(bytes);
        return whole.ToArray();
    }

    /// <summary>Decodes a program.</summary>
    /// <param name="bytes">What <see cref="Encode"/> gave.</param>
    /// <param name="classHash">The class of which the program has to be.</param>
    /// <param name="image">The program, or null.</param>
    /// <param name="error">What is wrong with the bytes, or null.</param>
    public static bool TryDecode(
        ReadOnlySpan<byte> bytes, in Felt classHash, [NotNullWhen(true)] out NativeImage? image, [NotNullWhen(false)] out string? error)
    {
        image = null;
        ByteReader whole = new(bytes);
        string generator = whole.Text(Generator.Length);
        byte[] hash = whole.Bytes(Blake2s.DigestSize);
        byte[] content = whole.Bytes(MaxBytes);
        error = !whole.Succeeded ? "native code: the file is cut, or too long"
            : generator != Generator ? $"native code: expected generator {Generator}, got {generator}"
            : !hash.SequenceEqual(Seal(content, classHash)) ? $"native code: it is damaged, or not that of class {classHash}"
            : null;
        if (error is not null)
        {
            return false;
        }

        ByteReader reader = new(content);
        byte[] assembly = reader.Bytes(MaxBytes);
        Felt[] constants = reader.Felts(MaxBytes / Felt.ByteCount);
        NativeCircuit[] circuits = new NativeCircuit[reader.Count(MaxBytes / CircuitBytes, CircuitBytes)];
        for (int i = 0; i < circuits.Length; i++)
        {
            circuits[i] = new NativeCircuit(reader.Int32(), reader.Int32(), ReadGates(ref reader), ReadGates(ref reader));
        }

        error = reader.Succeeded ? null : "native code: the content is cut, or too long";
        image = reader.Succeeded ? new NativeImage(assembly, [.. constants], [.. circuits]) : null;
        return image is not null;
    }

    /// <summary>The hash that stands before some content of a class.</summary>
    public static byte[] Seal(ReadOnlySpan<byte> content, in Felt classHash)
    {
        byte[] hash = new byte[Blake2s.DigestSize];
        Blake2s.Hash(content, hash);
        Blake2s.Hash([.. classHash.ToBytesBigEndian(), .. hash], hash);
        return hash;
    }

    private static void Write(ByteWriter writer, ImmutableArray<GateOffsets> gates)
    {
        writer.Int32(gates.Length);
        foreach (GateOffsets gate in gates)
        {
            writer.Int32(gate.Left);
            writer.Int32(gate.Right);
            writer.Int32(gate.Output);
        }
    }

    private static ImmutableArray<GateOffsets> ReadGates(ref ByteReader reader)
    {
        GateOffsets[] gates = new GateOffsets[reader.Count(MaxBytes / GateBytes, GateBytes)];
        for (int i = 0; i < gates.Length; i++)
        {
            gates[i] = new GateOffsets(reader.Int32(), reader.Int32(), reader.Int32());
        }

        return [.. gates];
    }
}
