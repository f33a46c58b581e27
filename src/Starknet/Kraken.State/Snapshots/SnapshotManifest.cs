using System;
using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Serialization.Json;

namespace Kraken.State.Snapshots;

/// <summary>What a snapshot says of itself, at its beginning. Nothing of it is believed: it is compared with what is found.</summary>
/// <param name="ChainId">The chain's name.</param>
/// <param name="GenesisHash">The hash of block 0.</param>
/// <param name="Number">The latest block.</param>
/// <param name="StateRoot">The root of the state after it.</param>
/// <param name="Records">How many records follow.</param>
/// <param name="Bytes">Their bytes, unpacked.</param>
/// <param name="PackedBytes">Their bytes, as they stand in the file.</param>
/// <param name="Digest">The SHA-256 of those, in hexadecimal.</param>
public sealed record SnapshotManifest(
    string ChainId,
    Felt GenesisHash,
    ulong Number,
    Felt BlockHash,
    Felt StateRoot,
    long Records,
    long Bytes,
    long PackedBytes,
    string Digest)
{
    /// <summary>The bytes that it takes in a file, padded by spaces.</summary>
    internal const int Size = 1024;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private const int DigestDigits = 2 * SHA256.HashSizeInBytes;

    /// <summary>Decodes it.</summary>
    /// <param name="bytes">The bytes of its place in a file.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="manifest">What it says.</param>
    /// <param name="error">Why it is none.</param>
    public static bool TryDecode(
        ReadOnlyMemory<byte> bytes,
        SnapshotLimits limits,
        [NotNullWhen(true)] out SnapshotManifest? manifest,
        [NotNullWhen(false)] out DecodeError? error)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return JsonDecoding.TryDecode(bytes, Size, node => Read(node, limits), out manifest, out error);
    }

    /// <summary>The bytes of its place in a file, as many whatever it says.</summary>
    public byte[] Encode()
    {
        ArrayBufferWriter<byte> buffer = new(Size);
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("chain_id", ChainId);
            writer.WriteFelt("genesis_hash", GenesisHash);
            writer.WriteNumber("block_number", Number);
            writer.WriteFelt("block_hash", BlockHash);
            writer.WriteFelt("state_root", StateRoot);
            writer.WriteNumber("records", Records);
            writer.WriteNumber("bytes", Bytes);
            writer.WriteNumber("packed_bytes", PackedBytes);
            writer.WriteString("sha256", Digest);
            writer.WriteEndObject();
        }

        byte[] bytes = new byte[Size];
        bytes.AsSpan().Fill((byte)' ');
        buffer.WrittenSpan.CopyTo(bytes);
        return bytes;
    }

    private static SnapshotManifest Read(JsonNode node, SnapshotLimits limits)
    {
        string chain = node["chain_id"].Text(Felt.ShortStringLength);
        if (!Ascii.IsValid(chain))
        {
            node["chain_id"].Fail("ASCII text");
        }

        string digest = node["sha256"].Text(DigestDigits);
        if (digest.Length != DigestDigits || digest.AsSpan().ContainsAnyExcept(HexDigits))
        {
            node["sha256"].Fail($"{DigestDigits} hexadecimal digits");
        }

        SnapshotManifest read = new(
            chain,
            node["genesis_hash"].Felt(),
            node["block_number"].Number(),
            node["block_hash"].Felt(),
            node["state_root"].Felt(),
            Bounded(node["records"], limits.MaxRecords),
            Bounded(node["bytes"], limits.MaxBytes),
            Bounded(node["packed_bytes"], limits.MaxBytes),
            digest);
        if (read.Bytes > limits.MaxGain * (Int128)read.PackedBytes)
        {
            node["bytes"].Fail($"at most {limits.MaxGain} for each of the {read.PackedBytes} packed bytes");
        }

        return read;
    }

    private static long Bounded(JsonNode node, long most)
    {
        ulong value = node.Number();
        if (value > (ulong)most)
        {
            node.Fail($"at most {most}");
            return 0;
        }

        return (long)value;
    }
}
