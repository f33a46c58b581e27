using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Byzantine.Attacks;
using Kraken.Fields;

namespace Kraken.Byzantine;

/// <summary>
/// A faulty validator: it has the real keys of a member of the committee and runs one attack on the others for a while. For tests only.
/// </summary>
internal static class Program
{
    private static readonly Dictionary<string, Func<FaultyValidator, CancellationToken, Task>> Attacks = new(StringComparer.Ordinal)
    {
        ["status-flood"] = VoteAttacks.StatusFloodAsync,
        ["distinct-votes"] = VoteAttacks.DistinctVotesAsync,
        ["bad-signatures"] = VoteAttacks.BadSignaturesAsync,
        ["selective-votes"] = VoteAttacks.SelectiveVotesAsync,
        ["early-votes"] = VoteAttacks.EarlyVotesAsync,
        ["proposal-copies"] = ProposalAttacks.CopiesAsync,
        ["many-proposals"] = ProposalAttacks.ManyAsync,
        ["selective-proposals"] = ProposalAttacks.SelectiveAsync,
        ["garbage-first"] = ProposalAttacks.GarbageFirstAsync,
        ["forged-transactions"] = TransactionAttacks.ForgedAsync,
        ["junk-transactions"] = TransactionAttacks.JunkAsync,
        ["garbage-bytes"] = ConnectionAttacks.GarbageAsync,
        ["oversized-frames"] = ConnectionAttacks.OversizedAsync,
        ["never-reads"] = ConnectionAttacks.NeverReadsAsync,
        ["reconnects"] = ConnectionAttacks.ReconnectsAsync,
        ["idle-sockets"] = ConnectionAttacks.IdleSocketsAsync,
    };

    public static Task<int> Main(string[] arguments)
    {
        Option<string> data = new("--data") { Description = "The validator's folder, with its keys.", Required = true };
        Option<string> genesis = new("--genesis-hash") { Description = "The hash of the chain's first block.", Required = true };
        Option<double> seconds = new("--seconds") { Description = "How long the attack lasts.", Required = true };
        Option<string> attack = new("--attack") { Description = "Which attack.", Required = true };
        attack.AcceptOnlyFromAmong([.. Attacks.Keys]);
        RootCommand root = new("Attacks the validators of a network in the name of one of them.") { data, genesis, seconds, attack };
        root.SetAction(async (result, cancellation) =>
        {
            await using FaultyValidator validator = new(result.GetRequiredValue(data), Felt.Parse(result.GetRequiredValue(genesis)));
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            stop.CancelAfter(TimeSpan.FromSeconds(result.GetRequiredValue(seconds)));
            try
            {
                await Attacks[result.GetRequiredValue(attack)](validator, stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The attack lasts as long as it was asked for.
            }

            Console.WriteLine($"attacked {validator.Attempts} times, height {validator.Height}");
            return 0;
        });
        return root.Parse(arguments).InvokeAsync();
    }
}
