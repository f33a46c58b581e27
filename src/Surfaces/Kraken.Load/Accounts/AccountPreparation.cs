using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Load.Measuring;
using Kraken.Load.Sending;
using Kraken.Rpc.Client;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;

namespace Kraken.Load.Accounts;

/// <summary>
/// Makes the chain ready for a run: accounts beyond the predeployed ones are funded by those and deployed, tokens for mints are deployed,
/// addresses of accounts to come are funded. What is there already is left as it is.
/// </summary>
internal sealed class AccountPreparation(LoadNode given, ChainId chain, LoadClock clock, Action<string> tell)
{
    // Calls of one transaction: far below the gas and the calldata that one may have.
    private const int TransfersPerTransaction = 40;
    private const int QuestionsAtATime = 32;
    private const int DeploymentsAtATime = 64;

    private static readonly UInt128 Strk = 1_000_000_000_000_000_000;
    private static readonly UInt128 AccountBalance = 1_000 * Strk;
    private static readonly UInt128 LeastBalance = 500 * Strk;
    private static readonly UInt128 DeploymentBalance = 20 * Strk;

    private static readonly TimeSpan StepLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    // What is sent here is none of the run's: it is counted apart.
    private readonly LoadNode node = new(given.Address, given.Client, clock);
    private readonly Submitter submitter = new(new LoadTally(), CancellationToken.None);
    private readonly TransactionContent content = new(0, 0, 1);

    /// <summary>The nonces of accounts on the chain, after those that lack were funded and deployed.</summary>
    public async Task<ImmutableArray<ulong>> OpenAsync(ImmutableArray<PredeployedAccount> accounts, CancellationToken cancellation)
    {
        ulong?[] nonces = await NoncesAsync(accounts, cancellation).ConfigureAwait(false);
        int predeployed = DevelopmentAccounts.All.Length;
        if (accounts.Take(predeployed).Where((_, index) => nonces[index] is null).FirstOrDefault() is { } absent)
        {
            throw new LoadException($"{node.Address}: expected the predeployed account {absent.Address}, got a chain without it");
        }

        PredeployedAccount[] derived = [.. accounts.Skip(predeployed)];
        if (derived.Length > 0)
        {
            ConcurrentBag<Felt> poor = [];
            await EachAsync(derived, async account =>
            {
                if (await BalanceAsync(account.Address, cancellation).ConfigureAwait(false) < LeastBalance)
                {
                    poor.Add(account.Address);
                }
            }).ConfigureAwait(false);
            await FundAsync([.. poor], AccountBalance, cancellation).ConfigureAwait(false);
            await DeployAsync(
                [.. derived.Where((_, index) => nonces[index + predeployed] is null)], cancellation).ConfigureAwait(false);
            nonces = await NoncesAsync(accounts, cancellation).ConfigureAwait(false);
        }

        return [.. nonces.Select((nonce, index) =>
            nonce ?? throw new LoadException($"account {accounts[index].Address} was deployed and is not on the chain"))];
    }

    /// <summary>Deploys the tokens that accounts mint, one for each.</summary>
    public async Task DeployTokensAsync(IReadOnlyList<AccountLane> lanes, CancellationToken cancellation)
    {
        tell($"deploying tokens for {lanes.Count} accounts");
        await EachAsync(lanes, async lane =>
        {
            if (!await IsContractAsync(TransactionContent.TokenOf(lane.Address), cancellation).ConfigureAwait(false))
            {
                SubmittedTransaction deployment = lane.SignCalls(TransactionContent.TokenDeployment(lane.Address).AsSpan());
                await RunAsync(deployment, "the deployment of a token", cancellation).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
    }

    /// <summary>Funds addresses of accounts that the run itself deploys.</summary>
    public Task FundDeploymentsAsync(IReadOnlyList<PredeployedAccount> accounts, CancellationToken cancellation) =>
        FundAsync([.. accounts.Select(account => account.Address)], DeploymentBalance, cancellation);

    private async Task FundAsync(Felt[] addresses, UInt128 amount, CancellationToken cancellation)
    {
        if (addresses.Length == 0)
        {
            return;
        }

        tell($"funding {addresses.Length} accounts");
        ImmutableArray<PredeployedAccount> funders = DevelopmentAccounts.All;
        ulong?[] nonces = await NoncesAsync(funders, cancellation).ConfigureAwait(false);
        ConcurrentQueue<Felt[]> batches = new(addresses.Chunk(TransfersPerTransaction));
        await Task.WhenAll(funders.Select(async (funder, index) =>
        {
            AccountLane lane = new(funder, nonces[index] ?? 0, chain, content);
            while (batches.TryDequeue(out Felt[]? batch))
            {
                SubmittedTransaction transfers = lane.SignCalls(TransactionContent.Transfers(batch, amount).AsSpan());
                await RunAsync(transfers, "the funding of accounts", cancellation).ConfigureAwait(false);
            }
        })).ConfigureAwait(false);
    }

    private async Task DeployAsync(PredeployedAccount[] accounts, CancellationToken cancellation)
    {
        if (accounts.Length == 0)
        {
            return;
        }

        tell($"deploying {accounts.Length} accounts");
        await Parallel.ForEachAsync(
            accounts,
            new ParallelOptions { MaxDegreeOfParallelism = DeploymentsAtATime, CancellationToken = cancellation },
            async (account, token) =>
            {
                SubmittedTransaction deployment =
                    TransactionSigning.Sign(TransactionContent.MakeDeployment(account.PublicKey), account.PrivateKey!.Value, chain);
                await RunAsync(deployment, "the deployment of an account", token).ConfigureAwait(false);
            }).ConfigureAwait(false);
    }

    /// <summary>Sends a transaction until it is in a block.</summary>
    private async Task RunAsync(SubmittedTransaction signed, string what, CancellationToken cancellation)
    {
        FollowedTransaction transaction = new(signed, LoadKind.Transfer, TimeSpan.Zero);
        TimeSpan deadline = clock.Elapsed + StepLimit;
        SendOutcome outcome;
        while ((outcome = await submitter.TryAsync(transaction, node, _ => { }).ConfigureAwait(false)) != SendOutcome.Accepted)
        {
            if (outcome != SendOutcome.Missing || clock.Elapsed > deadline)
            {
                throw new LoadException($"{what} was refused by {node.Address}: {transaction.LastRefusal ?? "another used its nonce"}");
            }

            await Task.Delay(Poll, clock.Time, cancellation).ConfigureAwait(false);
        }

        while (true)
        {
            TransactionStatus? status = await node.Client.StatusAsync(transaction.Hash, cancellation).ConfigureAwait(false);
            if (status is { Finality: TransactionFinality.AcceptedOnL2 or TransactionFinality.AcceptedOnL1, FailureReason: null })
            {
                return;
            }

            if (status?.FailureReason is { } reason && status.Finality != TransactionFinality.PreConfirmed)
            {
                throw new LoadException($"{what} failed: {reason}");
            }

            if (clock.Elapsed > deadline)
            {
                throw new LoadException($"{what} is in no block after {StepLimit.TotalSeconds:f0} s: transaction {transaction.Hash}");
            }

            await Task.Delay(Poll, clock.Time, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<ulong?[]> NoncesAsync(ImmutableArray<PredeployedAccount> accounts, CancellationToken cancellation)
    {
        ulong?[] nonces = new ulong?[accounts.Length];
        await EachAsync(accounts.Index(), async account =>
        {
            try
            {
                Felt nonce = await node.Client.NonceAsync(BlockId.Latest, account.Item.Address, cancellation).ConfigureAwait(false);
                nonces[account.Index] = nonce.TryToUInt64(out ulong value) ? value : null;
            }
            catch (RpcClientException error) when (error.Code == RpcErrorCode.ContractNotFound)
            {
                nonces[account.Index] = null;
            }
        }).ConfigureAwait(false);
        return nonces;
    }

    private async Task<UInt128> BalanceAsync(Felt holder, CancellationToken cancellation)
    {
        Felt balance = await node.Client.StorageAtAsync(
            BlockId.Latest, WellKnownAddresses.FeeToken, StorageLayout.Balance(holder), cancellation).ConfigureAwait(false);
        return balance.TryToUInt128(out UInt128 value) ? value : UInt128.MaxValue;
    }

    private async Task<bool> IsContractAsync(Felt address, CancellationToken cancellation)
    {
        try
        {
            await node.Client.ClassHashAtAsync(BlockId.Latest, address, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (RpcClientException error) when (error.Code == RpcErrorCode.ContractNotFound)
        {
            return false;
        }
    }

    private static Task EachAsync<T>(IEnumerable<T> items, Func<T, Task> action) => Parallel.ForEachAsync(
        items,
        new ParallelOptions { MaxDegreeOfParallelism = QuestionsAtATime },
        async (item, _) => await action(item).ConfigureAwait(false));
}
