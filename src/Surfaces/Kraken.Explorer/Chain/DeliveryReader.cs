using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Tables;
using Kraken.L1;
using Kraken.Rpc.Client;
using Kraken.Starknet.Receipts;

namespace Kraken.Explorer.Chain;

/// <summary>Whether L1 took messages, by the Ethereum node that the explorer was given.</summary>
/// <param name="mailbox">The messaging contract; null where the explorer knows no L1.</param>
internal sealed class DeliveryReader(L1Mailbox? mailbox)
{
    /// <summary>Whether there is an L1 to ask.</summary>
    public bool HasL1 => mailbox is not null;

    /// <summary>What became of messages; those that there is no time or place for are left empty.</summary>
    public async Task<TableCell[]> FindAsync(MessageToL1[] messages, CancellationToken cancellation)
    {
        TableCell[] cells = new TableCell[messages.Length];
        Array.Fill(cells, TableCell.Empty);
        if (mailbox is null)
        {
            return cells;
        }

        using CancellationTokenSource time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        time.CancelAfter(ExplorerLimits.DeliveryTime);
        try
        {
            for (int i = 0; i < Math.Min(messages.Length, ExplorerLimits.Deliveries); i++)
            {
                cells[i] = Cell(await mailbox.FindAsync(messages[i], time.Token).ConfigureAwait(false));
            }
        }
        catch (Exception failure) when (failure is RpcClientException or HttpRequestException
            || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // The page is of this chain: it comes without what L1 does not say.
        }

        return cells;
    }

    private static TableCell Cell(L1Delivery delivery) => delivery switch
    {
        { Waiting: > 0 } => new TableCell("Waits"),
        { Consumed: > 0 } => new TableCell("Taken") { Tone = "good" },
        { Consumed: 0 } => new TableCell("Not there"),
        _ => new TableCell("Does not wait"),
    };
}
