using System;
using System.Buffers;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;

namespace Kraken.Proofs.Checking.Chain;

/// <summary>Answers of nodes as short texts: two answers have one text when they say the same.</summary>
internal static class AnswerDigest
{
    public static string Of(Block block) => $"block {block.Header.Number} {block.Header.Hash}, content {Hash(writer =>
    {
        writer.WriteStartArray();
        foreach ((Kraken.Starknet.Transactions.Transaction transaction, Kraken.Starknet.Receipts.TransactionReceipt receipt)
            in block.Transactions.Zip(block.Receipts))
        {
            TransactionJson.Write(writer, transaction, includeProofFacts: true);
            ReceiptJson.Write(writer, receipt, BlockStatus.AcceptedOnL2);
        }

        WriteHeader(writer, block.Header);
        writer.WriteEndArray();
    })}";

    public static string Of(BlockHeader header) =>
        $"header {header.Number} {header.Hash}, content {Hash(writer => WriteHeader(writer, header))}";

    public static string Of(StateDiff diff) => $"state diff, content {Hash(writer => StateDiffJson.Write(writer, Sorted(diff)))}";

    public static string Of(SierraClass? sierra) => sierra is null ? "no class" : $"class {ClassHash.Compute(sierra)}";

    public static string Of(Felt value) => value.ToString();

    public static string Of(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    private static void WriteHeader(Utf8JsonWriter writer, BlockHeader header)
    {
        writer.WriteStartObject();
        BlockHeaderJson.WriteMembers(writer, header, preConfirmed: false);
        writer.WriteEndObject();
    }

    // The order of entries says nothing.
    private static StateDiff Sorted(StateDiff diff) => diff with
    {
        StorageDiffs =
        [
            .. diff.StorageDiffs
                .Select(item => item with { Entries = [.. item.Entries.OrderBy(entry => entry.Key)] })
                .OrderBy(item => item.Address),
        ],
        DeployedContracts = [.. diff.DeployedContracts.OrderBy(item => item.Address)],
        ReplacedClasses = [.. diff.ReplacedClasses.OrderBy(item => item.Address)],
        DeclaredClasses = [.. diff.DeclaredClasses.OrderBy(item => item.ClassHash)],
        MigratedClasses = [.. diff.MigratedClasses.OrderBy(item => item.ClassHash)],
        DeprecatedDeclaredClasses = [.. diff.DeprecatedDeclaredClasses.Order()],
        Nonces = [.. diff.Nonces.OrderBy(item => item.Address)],
    };

    private static string Hash(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            write(writer);
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan)[..8]);
    }
}
