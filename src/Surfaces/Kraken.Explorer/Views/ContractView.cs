using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Numerics;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Tables;
using Kraken.Explorer.Tokens;
using Kraken.Explorer.Web;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Explorer.Views;

/// <summary>The page of a contract or account.</summary>
/// <param name="Name">Its name where every chain of ours has it; null otherwise.</param>
/// <param name="Class">Its class; null when the node does not give it.</param>
/// <param name="Balance">Its balance of the token of fees; null when the token does not tell.</param>
/// <param name="Recent">Its last transactions, newest first.</param>
/// <param name="ScannedFrom">The lowest block that was searched for them.</param>
internal sealed record ContractView(
    Felt Address,
    string? Name,
    Felt ClassHash,
    KnownClass? Class,
    Felt Nonce,
    BigInteger? Balance,
    IReadOnlyList<TransactionSummary> Recent,
    ulong ScannedFrom)
{
    /// <summary>The token of fees, in which the balance is.</summary>
    public FeeToken Fees { get; init; } = new(WellKnownAddresses.FeeToken, "STRK", 18, "");

    /// <summary>Whether its ABI tells balances.</summary>
    public bool IsToken => Class is not null && TokenReader.BalanceOf(Class.Abi) is not null;

    /// <summary>The transactions as a table.</summary>
    public DataTable Table => ChainTables.Transactions(Recent, "contract-transactions", Routes.Contract(Address));

    private const int MaxRecent = 25;
    private const ulong MaxScanned = 100;
    private static readonly TimeSpan MaxScan = TimeSpan.FromMilliseconds(600);
    private static readonly Felt BalanceOf = Selector.FromName("balance_of");

    /// <summary>Reads a contract; null when there is none at the address.</summary>
    public static async Task<ContractView?> LoadAsync(ExplorerData data, Felt address, CancellationToken cancellation)
    {
        if (await data.Node.ClassHashAtAsync(BlockId.Latest, address, cancellation).ConfigureAwait(false) is not { } classHash)
        {
            return null;
        }

        FeeToken fees = await data.Token.FeeTokenAsync(cancellation).ConfigureAwait(false);
        (IReadOnlyList<TransactionSummary> recent, ulong scannedFrom) =
            await ScanAsync(data, address, fees.Address, cancellation).ConfigureAwait(false);
        return new(
            address,
            KnownContracts.NameOf(address),
            classHash,
            await data.Classes.ClassAsync(classHash, cancellation).ConfigureAwait(false),
            await data.Node.NonceAsync(address, cancellation).ConfigureAwait(false) ?? default,
            await BalanceAsync(data, fees, address, cancellation).ConfigureAwait(false),
            recent,
            scannedFrom)
        {
            Fees = fees,
        };
    }

    private static async Task<BigInteger?> BalanceAsync(ExplorerData data, FeeToken fees, Felt address, CancellationToken cancellation)
    {
        FunctionCall call = new(fees.Address, BalanceOf, [address]);
        return await data.Node.CallAsync(call, cancellation).ConfigureAwait(false) is { Length: 2 } words
            ? words[0].ToBigInteger() + (words[1].ToBigInteger() << 128)
            : null;
    }

    /// <summary>Searches the latest blocks, within a time that keeps the page fast.</summary>
    private static async Task<(IReadOnlyList<TransactionSummary> Found, ulong From)> ScanAsync(
        ExplorerData data,
        Felt address,
        Felt feeToken,
        CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        ulong height = await data.Node.HeightAsync(cancellation).ConfigureAwait(false);
        List<TransactionSummary> found = [];
        ulong number = height;
        for (; ; number--)
        {
            if (await data.Node.BlockAsync(number, cancellation).ConfigureAwait(false) is { } block)
            {
                found.AddRange(Enumerable.Range(0, block.Transactions.Length).Reverse()
                    .Where(index => Touches(block.Transactions[index], block.Receipts[index], address, feeToken))
                    .Take(MaxRecent - found.Count)
                    .Select(index => TransactionSummary.Of(block, index, data.Classes)));
            }

            if (number == 0 || found.Count >= MaxRecent || height - number + 1 >= MaxScanned || Stopwatch.GetElapsedTime(start) > MaxScan)
            {
                return (found, number);
            }
        }
    }

    /// <summary>
    /// Whether a transaction is of a contract, calls it, or made it emit an event. Every fee is an event of the
    /// fee token, so there only calls count.
    /// </summary>
    private static bool Touches(Transaction transaction, TransactionReceipt receipt, Felt address, Felt feeToken) =>
        transaction.Sender == address || receipt.ContractAddress == address ||
        CallDecoder.CallsOf(transaction).Any(call => call.Contract == address) ||
        (address != feeToken && receipt.Events.Any(happened => happened.FromAddress == address));
}
