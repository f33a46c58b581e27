using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Abi;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Tables;
using Kraken.Explorer.Web;
using Kraken.Fields;
using Kraken.Serialization;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Explorer.Views;

/// <summary>The messages between the chain and L1 in some successive blocks.</summary>
/// <param name="From">The lowest block that was read.</param>
/// <param name="To">The highest one.</param>
/// <param name="Height">The chain's height.</param>
/// <param name="FromL1">Those that L1 sent, which transactions handle.</param>
/// <param name="ToL1">Those that contracts sent.</param>
internal sealed record MessageListView(ulong From, ulong To, ulong Height, DataTable FromL1, DataTable ToL1)
{
    private static readonly ImmutableArray<TableColumn> Arriving =
    [
        new("block", "Block", true), new("transaction", "Transaction"), new("from_address", "From, on L1"), new("to_contract", "Contract"),
        new("handler", "Handler"), new("nonce", "Nonce"), new("status", "Status"), new("payload", "Payload"),
    ];

    private static readonly ImmutableArray<TableColumn> Leaving =
    [
        new("block", "Block", true), new("transaction", "Transaction"), new("from_contract", "Contract"), new("to_address", "To, on L1"),
        new("payload", "Payload"), new("on_l1", "On L1"),
    ];

    /// <summary>Whether the explorer knows an L1 that tells what became of messages.</summary>
    public bool KnowsL1 { get; init; }

    /// <summary>The block with which the next page begins; null on the last.</summary>
    public ulong? Older => From == 0 ? null : From - 1;

    /// <summary>Reads blocks from one down, as many as a page may.</summary>
    public static async Task<MessageListView> LoadAsync(ExplorerData data, ulong? from, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        ulong height = await data.Node.HeightAsync(cancellation).ConfigureAwait(false);
        ulong to = from is { } wanted && wanted < height ? wanted : height;
        List<(Block Block, int Index)> arriving = [];
        List<(Block Block, int Index, MessageToL1 Message)> leaving = [];
        ulong number = to;
        for (int read = 1; ; read++, number--)
        {
            if (await data.Node.BlockAsync(number, cancellation).ConfigureAwait(false) is { } block)
            {
                for (int index = block.Transactions.Length - 1; index >= 0; index--)
                {
                    if (block.Transactions[index] is L1HandlerTransaction)
                    {
                        arriving.Add((block, index));
                    }

                    leaving.AddRange(block.Receipts[index].Messages.Select(message => (block, index, message)));
                }
            }

            if (number == 0 || read >= ExplorerLimits.ScannedBlocks || Stopwatch.GetElapsedTime(start) > ExplorerLimits.Scan)
            {
                break;
            }
        }

        string path = Routes.Messages(to);
        TableCell[] deliveries = await data.Deliveries.FindAsync(
            [.. leaving.Select(item => item.Message)], cancellation).ConfigureAwait(false);
        return new(
            number,
            to,
            height,
            DataTable.Of(
                "from-l1", "Messages from L1, latest first", path, Arriving, arriving, item => Arrived(data, item.Block, item.Index)),
            DataTable.Of(
                "to-l1", "Messages to L1, latest first", path, Leaving, leaving.Zip(deliveries),
                item => Left(item.First.Block, item.First.Index, item.First.Message, item.Second)))
        {
            KnowsL1 = data.Deliveries.HasL1,
        };
    }

    private static ImmutableArray<TableCell> Arrived(ExplorerData data, Block block, int index)
    {
        L1HandlerTransaction handler = (L1HandlerTransaction)block.Transactions[index];
        string name = data.Classes.NameOf(handler.EntryPointSelector) is { } known
            ? ForeignText.Name(known)
            : ShortFelt.Of(handler.EntryPointSelector);

        // The first felt of the calldata is who sent the message.
        return
        [
            TableCell.Block(block.Header.Number),
            TableCell.Transaction(handler.Hash),
            handler.Calldata.IsEmpty ? TableCell.Empty : TableCell.Of(handler.Calldata[0]),
            TableCell.Contract(handler.ContractAddress),
            new TableCell(handler.EntryPointSelector.ToString()) { Short = name, IsCode = true },
            new TableCell(handler.Nonce.ToString()),
            TableCell.Status(block.Receipts[index].Status == ExecutionStatus.Succeeded),
            Payload(handler.Calldata.IsEmpty ? [] : handler.Calldata[1..]),
        ];
    }

    private static ImmutableArray<TableCell> Left(Block block, int index, MessageToL1 message, TableCell delivery) =>
    [
        TableCell.Block(block.Header.Number),
        TableCell.Transaction(block.Transactions[index].Hash),
        TableCell.Contract(message.FromAddress),
        TableCell.Of(message.ToAddress),
        Payload(message.Payload),
        delivery,
    ];

    private static TableCell Payload(ImmutableArray<Felt> felts) => new(DecodedCall.Felts(felts)) { IsCode = true };
}
