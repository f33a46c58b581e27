using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Tables;
using Kraken.Explorer.Web;
using Kraken.Proofs.Checking;
using Kraken.Starknet.Blocks;

namespace Kraken.Explorer.Views;

/// <summary>A block's page.</summary>
/// <param name="Transactions">The transactions, in the order of execution.</param>
/// <param name="Proof">Whether the block is proved.</param>
/// <param name="HasNext">Whether a block follows.</param>
internal sealed record BlockView(
    BlockHeader Header,
    IReadOnlyList<TransactionSummary> Transactions,
    BlockProofView Proof,
    bool HasNext)
{
    /// <summary>Who signed the block; null where the node gives no certificates.</summary>
    public BlockCertificate? Certificate { get; init; }

    /// <summary>The validators' names by the genesis file; null where it is not at hand.</summary>
    public BlockAuthority? Authority { get; init; }

    /// <summary>The transactions as a table.</summary>
    public DataTable Table => ChainTables.Transactions(Transactions, "block-transactions", Routes.Block(Header.Number));

    /// <summary>Reads a block; null when there is none.</summary>
    public static async Task<BlockView?> LoadAsync(ExplorerData data, ulong number, CancellationToken cancellation)
    {
        ulong height = await data.Node.HeightAsync(cancellation).ConfigureAwait(false);
        if (number > height || await data.Node.BlockAsync(number, cancellation).ConfigureAwait(false) is not { } block)
        {
            return null;
        }

        return new(
            block.Header,
            [.. Enumerable.Range(0, block.Transactions.Length).Select(index => TransactionSummary.Of(block, index, data.Classes))],
            await BlockProofView.LoadAsync(data, number, cancellation).ConfigureAwait(false),
            number < height)
        {
            Certificate = await data.Certificates.ReadAsync(block.Header, cancellation).ConfigureAwait(false),
            Authority = data.Certificates.Authority,
        };
    }
}
