using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Load.Accounts;
using Kraken.Load.Measuring;
using Kraken.Load.Presigned;
using Kraken.Starknet.Genesis;

namespace Kraken.Load.Sending;

/// <summary>The senders of a run, on accounts that are on the chain with their nonces.</summary>
internal sealed class SenderSet : IDisposable
{
    // A declare is in a block after a second or so, and an account has one under way.
    private const double DeclareSeconds = 3;

    // A few transactions of an account may always wait, however many accounts there are.
    private const int LeastBacklog = 32;

    private readonly PresignedFile? presigned;
    private readonly ImmutableArray<LaneSender> declaring;
    private readonly DeploymentSender? deploying;
    private long declared;

    private SenderSet(
        ImmutableArray<LaneSender> lanes, ImmutableArray<LaneSender> declaring, DeploymentSender? deploying, PresignedFile? presigned)
    {
        Lanes = lanes;
        this.declaring = declaring;
        this.deploying = deploying;
        this.presigned = presigned;
    }

    /// <summary>The accounts whose nonces follow each other; those that declare are apart.</summary>
    public ImmutableArray<LaneSender> Lanes { get; }

    /// <summary>All accounts with nonces of their own.</summary>
    public IEnumerable<LaneSender> Accounts => Lanes.Concat(declaring);

    public IEnumerable<IIntentSender> All => deploying is null ? Accounts : Accounts.Append<IIntentSender>(deploying);

    /// <summary>Prepares the chain and opens the senders.</summary>
    public static async Task<SenderSet> OpenAsync(
        LoadOptions options,
        LoadNodes nodes,
        Submitter submitter,
        LoadTally tally,
        LoadClock clock,
        Action<string> tell,
        CancellationToken cancellation)
    {
        PresignedFile? presigned = options.PresignedFile is { } path ? PresignedFile.Open(path) : null;
        try
        {
            if (presigned is not null && presigned.Header.Chain != nodes.Chain)
            {
                throw new LoadException(
                    $"{options.PresignedFile}: signed for the chain {presigned.Header.Chain}, the nodes follow {nodes.Chain}");
            }

            return await OpenAsync(options, presigned, nodes, submitter, tally, clock, tell, cancellation).ConfigureAwait(false);
        }
        catch
        {
            presigned?.Dispose();
            throw;
        }
    }

    /// <summary>Sends what comes due, from the account whose turn it is.</summary>
    public void Offer(long index, Intent intent)
    {
        IIntentSender sender = intent.Kind switch
        {
            LoadKind.Declare when presigned is null => declaring[(int)(declared++ % declaring.Length)],
            LoadKind.DeployAccount when presigned is null => deploying!,
            _ => Lanes[(int)(index % Lanes.Length)],
        };
        sender.Offer(intent);
    }

    public void Dispose() => presigned?.Dispose();

    private static async Task<SenderSet> OpenAsync(
        LoadOptions options,
        PresignedFile? presigned,
        LoadNodes nodes,
        Submitter submitter,
        LoadTally tally,
        LoadClock clock,
        Action<string> tell,
        CancellationToken cancellation)
    {
        AccountPreparation preparation = new(nodes.All[0], nodes.Chain, clock, tell);
        ImmutableArray<PredeployedAccount> accounts =
            presigned is null ? LoadAccounts.Take(options.Accounts) : AccountsOf(presigned, options.PresignedFile!);
        ImmutableArray<ulong> nonces = await preparation.OpenAsync(accounts, cancellation).ConfigureAwait(false);
        Felt demo = new GenesisDescription().DemoAddress;
        AccountLane[] lanes =
        [
            .. accounts.Select((account, index) => new AccountLane(
                account,
                nonces[index],
                nodes.Chain,
                new TransactionContent(demo, options.Size, accounts[(index + 1) % accounts.Length].Address),
                presigned is null ? null : Checked(presigned, index, nonces[index], options.PresignedFile!))),
        ];
        int declarers = presigned is null ? DeclarersOf(options) : 0;
        if (presigned is null && options.Weights.Share(LoadKind.Mint) > 0)
        {
            await preparation.DeployTokensAsync(lanes[..^declarers], cancellation).ConfigureAwait(false);
        }

        ImmutableArray<PredeployedAccount> deployments = presigned is null ? DeploymentsOf(options) : [];
        await preparation.FundDeploymentsAsync(deployments, cancellation).ConfigureAwait(false);
        ImmutableArray<ulong> after =
            deployments.IsEmpty ? nonces : await preparation.OpenAsync(accounts, cancellation).ConfigureAwait(false);
        LaneLimits limits = new(Math.Max(LeastBacklog, options.MaxBacklog / accounts.Length), options.MaxFollowed);
        LaneLimits oneByOne = limits with { Window = 1, WaitsForInclusion = true };
        LaneSender[] senders =
        [
            .. lanes.Select((lane, index) => new LaneSender(
                lane, submitter, new NodePlacement(nodes.All, index), tally, clock, index < lanes.Length - declarers ? limits : oneByOne)),
        ];
        foreach ((int index, AccountLane lane) in lanes.Index())
        {
            // The predeployed accounts have funded the others meanwhile.
            lane.Advance(after[index]);
        }

        return new SenderSet(
            [.. senders[..^declarers]],
            [.. senders[^declarers..]],
            deployments.IsEmpty ? null : new DeploymentSender(deployments, nodes.Chain, submitter, nodes.All, tally, clock),
            presigned);
    }

    private static ImmutableArray<PredeployedAccount> AccountsOf(PresignedFile file, string path)
    {
        ImmutableArray<PredeployedAccount> known =
            LoadAccounts.Take(Math.Max(file.Header.Accounts.Length, LoadOptions.PredeployedAccounts));
        foreach ((int index, PresignedAccount account) in file.Header.Accounts.Index())
        {
            if (account.Address != known[index].Address)
            {
                throw new LoadException(
                    $"{path}: expected the client's account {known[index].Address} at place {index}, got {account.Address}");
            }
        }

        return known[..file.Header.Accounts.Length];
    }

    private static PresignedLane Checked(PresignedFile file, int index, ulong nonce, string path)
    {
        PresignedAccount account = file.Header.Accounts[index];
        return account.FirstNonce == nonce ? file.Lane(index) : throw new LoadException(
            $"{path}: signed from nonce {account.FirstNonce} of {account.Address} on, the chain is at {nonce}: sign anew");
    }

    private static int DeclarersOf(LoadOptions options)
    {
        double share = options.Weights.Share(LoadKind.Declare);
        if (share == 0)
        {
            return 0;
        }

        return options.Accounts < 2
            ? throw new LoadException("expected at least 2 accounts for declares, which have accounts of their own, got 1")
            : (int)Math.Clamp(Math.Ceiling(options.Rate * share * DeclareSeconds), 1, options.Accounts / 2);
    }

    private static ImmutableArray<PredeployedAccount> DeploymentsOf(LoadOptions options)
    {
        if (options.Weights.Share(LoadKind.DeployAccount) == 0)
        {
            return [];
        }

        long total = options.Schedule.Total;
        long count = 0;
        for (long i = 0; i < total && count <= LoadOptions.MaxDeployments; i++)
        {
            count += options.Weights.KindOf(i) == LoadKind.DeployAccount ? 1 : 0;
        }

        if (count > LoadOptions.MaxDeployments)
        {
            throw new LoadException($"expected at most {LoadOptions.MaxDeployments} new accounts, got a run that deploys more");
        }

        // Addresses of an earlier run are taken.
        string run = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        return
        [
            .. Enumerable.Range(0, (int)count).AsParallel().AsOrdered().Select(index =>
                LoadAccounts.Derive(string.Create(CultureInfo.InvariantCulture, $"kraken load deployment {run} {index}"))),
        ];
    }
}
