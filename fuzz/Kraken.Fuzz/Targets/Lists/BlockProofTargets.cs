using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Kraken.BlockProof.Replay;
using Kraken.BlockProof.Statement;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Json;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Fuzz.Targets.Lists;

/// <summary>Proofs of blocks: what they state, and the files that they come in.</summary>
internal static class BlockProofTargets
{
    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new CodecTarget<BlockStatement>(
            "block-statement", "the output of a proof of blocks", InputShape.Felts, ReadStatement, () => [Encoded(Statement)])
        {
            Encode = Encoded,
        },
        new CodecTarget<BlockBundle>(
            "block-bundle", "a proof of blocks with what checking it takes", InputShape.Binary, ReadBundle,
            () => [BlockBundleFile.Write(Bundle())])
        {
            Encode = BlockBundleFile.Write,
            IsCanonical = true,
        },
    ];

    private static BlockStatement Statement => new()
    {
        FirstBlock = 9,
        ParentHash = 1,
        RootBefore = 2,
        RootAfter = 3,
        ConfigHash = 4,
        Blocks = [new ProvedBlock(5, 0, 3, 1), new ProvedBlock(6, 7, 2, 0)],
        MessagesToL1 = [new MessageToL1(8, 9, [10, 11])],
        MessagesToL2 = [new ConsumedMessage(12, 13, 14, 15, [16])],
    };

    private static BlockBundle Bundle()
    {
        BlockHeader[] headers = [.. StoreTargets.Headers()];
        Transaction[] transactions = [.. TransactionTargets.Recorded().Select(Read).OfType<Transaction>().Take(2)];
        return new BlockBundle
        {
            Genesis = "{}"u8.ToArray(),
            Proof = new byte[] { 1, 2, 3 },
            Certificate = new byte[] { 4 },
            Ancestors = [.. headers],
            Bodies =
            [
                new DecidedBlock(
                    new Block(headers[0], [.. transactions], [.. StoreTargets.Receipts().Take(2)]), StoreTargets.Diffs().First(), null),
            ],
        };
    }

    private static Transaction? Read(JsonElement step) =>
        TransactionJson.TryDecode(step.GetProperty("transaction"), out Transaction? transaction, out _) ? transaction : null;

    private static BlockBundle? ReadBundle(byte[] input) => BlockBundleFile.TryRead(input, out BlockBundle? bundle, out _) ? bundle : null;

    private static BlockStatement? ReadStatement(byte[] input) =>
        FeltArray.Read(input) is { } felts && BlockStatement.TryParse(felts, out BlockStatement? statement, out _) ? statement : null;

    private static byte[] Encoded(BlockStatement statement) =>
        JsonSerializer.SerializeToUtf8Bytes(statement.ToFelts().Select(felt => felt.ToString()).ToArray());
}
