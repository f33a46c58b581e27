using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Statement;
using Kraken.BlockProof.Witness;
using Kraken.Fields;
using Kraken.Starknet.Receipts;

namespace Kraken.StarknetOs.Output;

/// <summary>
/// Compares what the operating system put out with what our block program states of the same blocks, and with the state diff of their
/// execution, value by value.
/// </summary>
public static class OsComparison
{
    /// <summary>All differences, each with what our side has and what the operating system has; none when both say the same.</summary>
    /// <param name="output">The operating system's output.</param>
    /// <param name="statement">What our program states.</param>
    /// <param name="blocks">The blocks as they were executed.</param>
    public static ImmutableArray<string> Differences(OsOutput output, BlockStatement statement, IReadOnlyList<RecordedBlock> blocks)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(blocks);
        ExpectedChanges changes = new(blocks);
        return
        [
            .. Compare("state root before", statement.RootBefore, output.RootBefore),
            .. Compare("state root after", statement.RootAfter, output.RootAfter),
            .. Compare("number of the block before", (Felt)statement.FirstBlock - Felt.One, output.NumberBefore),
            .. Compare("number of the last block", statement.LastBlock, output.LastBlock),
            .. Compare("hash of the block before", statement.ParentHash, output.ParentHash),
            .. Compare("hash of the last block", statement.LastHash, output.LastHash),
            .. Compare("config hash", statement.ConfigHash, output.ConfigHash),
            .. CompareLists(
                "message to L1", [.. statement.MessagesToL1.Select(TextOf)], [.. output.MessagesToL1.Select(TextOf)]),
            .. CompareLists("message to L2", statement.MessagesToL2, output.MessagesToL2),
            .. CompareLists("change of a contract", changes.Contracts(), output.Contracts),
            .. CompareLists("change of a class", changes.Classes(), output.Classes),
        ];
    }

    private static string TextOf(MessageToL1 message) =>
        $"from {message.FromAddress} to {message.ToAddress}: {string.Join(' ', message.Payload)}";

    private static IEnumerable<string> Compare<T>(string field, T ours, T theirs) =>
        EqualityComparer<T>.Default.Equals(ours, theirs) ? [] : [$"{field}: ours {ours}, theirs {theirs}"];

    private static IEnumerable<string> CompareLists<T>(string field, IReadOnlyList<T> ours, IReadOnlyList<T> theirs) =>
        Compare("number of each " + field, ours.Count, theirs.Count)
            .Concat(ours.Zip(theirs).Index().SelectMany(item => Compare($"{field} {item.Index}", item.Item.First, item.Item.Second)));
}
