using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Web;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Explorer.Search;

/// <summary>Looks through the latest blocks for hashes and addresses that begin as a search does.</summary>
internal static class RecentHashes
{
    /// <summary>Adds what the latest blocks hold, as many of them as a page may read.</summary>
    /// <returns>The lowest block that was read.</returns>
    public static async Task<ulong> AddAsync(
        ExplorerData data, SearchQuery query, List<SearchHit> hits, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        ulong number = await data.Node.HeightAsync(cancellation).ConfigureAwait(false);
        Add(hits, query, "contract", KnownContracts.All.Select(known => known.Address), Routes.Contract);
        for (int read = 1; ; read++, number--)
        {
            if (await data.Node.BlockAsync(number, cancellation).ConfigureAwait(false) is { } block)
            {
                AddBlock(block, query, hits);
            }

            if (number == 0 || read >= ExplorerLimits.ScannedBlocks || hits.Count >= ExplorerLimits.SearchResults
                || Stopwatch.GetElapsedTime(start) > ExplorerLimits.Scan)
            {
                return number;
            }
        }
    }

    private static void AddBlock(Block block, SearchQuery query, List<SearchHit> hits)
    {
        Add(hits, query, "block", [block.Header.Hash], _ => Routes.Block(block.Header.Number));
        Add(hits, query, "transaction", block.Transactions.Select(transaction => transaction.Hash), Routes.Transaction);
        Add(hits, query, "contract", block.Transactions.Zip(block.Receipts, Contracts).SelectMany(contracts => contracts), Routes.Contract);
        Add(hits, query, "class", block.Transactions.Select(ClassOf).OfType<Felt>(), Routes.Class);
    }

    private static void Add(
        List<SearchHit> hits, SearchQuery query, string kind, IEnumerable<Felt> hashes, Func<Felt, string> path)
    {
        if (query.Kind.Length == 0 || query.Kind == kind)
        {
            hits.AddRange(hashes
                .Where(hash => hash.ToString().AsSpan(2).StartsWith(query.Prefix, StringComparison.Ordinal))
                .Select(hash => new SearchHit(kind, hash.ToString(), path(hash), KnownContracts.NameOf(hash) ?? ""))
                .DistinctBy(hit => hit.Path)
                .Take(ExplorerLimits.SearchResults));
        }
    }

    private static IEnumerable<Felt> Contracts(Transaction transaction, TransactionReceipt receipt) =>
    [
        transaction.Sender,
        .. CallDecoder.CallsOf(transaction).Select(call => call.Contract),
        .. receipt.Events.Select(happened => happened.FromAddress),
    ];

    private static Felt? ClassOf(Transaction transaction) => transaction switch
    {
        DeclareTransaction declare => declare.ClassHash,
        DeployAccountTransaction deploy => deploy.ClassHash,
        _ => null,
    };
}
