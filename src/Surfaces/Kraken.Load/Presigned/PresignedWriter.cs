using System;
using System.Buffers;
using System.IO;
using System.Security.Cryptography;
using System.Text.Json;
using Kraken.Serialization.Json;
using Kraken.Starknet.Json;
using Kraken.Starknet.Transactions;

namespace Kraken.Load.Presigned;

/// <summary>
/// Writes signed transactions to a file of lines of JSON: a header, a line for each transaction, account by account, and the SHA-256 of all
/// of that. Each transaction stands in the form in which wallets send it.
/// </summary>
internal sealed class PresignedWriter : IDisposable
{
    private static readonly byte[] LineEnd = [(byte)'\n'];

    private readonly Stream destination;
    private readonly IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> line = new();

    public PresignedWriter(Stream destination, PresignedHeader header)
    {
        this.destination = destination;
        WriteLine(header.Write);
    }

    /// <summary>Adds a transaction; they come in the order of the header's accounts.</summary>
    public void Add(SubmittedTransaction signed, LoadKind kind) => WriteLine(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("kind", KindWeights.NameOf(kind));
        writer.WriteFelt("hash", signed.Transaction.Hash);
        writer.WritePropertyName("transaction");
        TransactionJson.WriteSubmitted(writer, signed);
        writer.WriteEndObject();
    });

    /// <summary>Ends the file: without its digest it is not taken.</summary>
    public void Complete() => WriteLine(writer =>
    {
        string hex = Convert.ToHexStringLower(digest.GetCurrentHash());
        writer.WriteStartObject();
        writer.WriteString("sha256", hex);
        writer.WriteEndObject();
    });

    public void Dispose() => digest.Dispose();

    private void WriteLine(Action<Utf8JsonWriter> write)
    {
        line.ResetWrittenCount();
        using (Utf8JsonWriter writer = new(line))
        {
            write(writer);
        }

        line.Write(LineEnd);
        digest.AppendData(line.WrittenSpan);
        destination.Write(line.WrittenSpan);
    }
}
