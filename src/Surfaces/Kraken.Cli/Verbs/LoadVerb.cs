using System;
using System.CommandLine;
using System.Linq;
using Kraken.Load;
using Kraken.Load.Objectives;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken load</c>: fills a network with signed transactions and reports; the options, and what they may be.</summary>
internal static class LoadVerb
{
    private const double MaxSeconds = 86_400;
    private const int MaxNodes = 100;

    public static Command Create()
    {
        Option<string> nodes =
            new("--nodes") { Description = "JSON-RPC addresses, separated by commas.", DefaultValueFactory = _ => "http://127.0.0.1:5050" };
        nodes.Must(list => list.Split(',') is { Length: <= MaxNodes } parts && parts.All(OptionRules.IsHttpAddress),
            $"at most {MaxNodes} http addresses, separated by commas");
        Option<double> rate = new("--rate") { Description = "Transactions per second.", DefaultValueFactory = _ => 20 };
        rate.Number(value => value is > 0 and <= KneeSearch.MaxRate, $"a number above 0, at most {KneeSearch.MaxRate}");
        Option<double> duration = new("--duration")
        {
            Description = "Seconds; of each rate that is tried, with --find-knee.", DefaultValueFactory = _ => 20,
        };
        duration.Number(value => value is >= 0 and <= MaxSeconds, $"a number from 0 to {MaxSeconds}");
        Option<string> weights = new("--weights")
        {
            Description = "How often each kind is sent: transfer, fib, fact, mint, failing, declare, deploy (a new account); "
                + "or three numbers for the first three.",
            DefaultValueFactory = _ => "transfer=8,fib=1,fact=1",
        };
        weights.Must(text => KindWeights.TryParse(text, out _), KindWeights.Expected);
        Option<uint> size = new("--size") { Description = "The argument of fib and fact.", DefaultValueFactory = _ => 100 };
        Option<int> accounts = new("--accounts")
        {
            Description = "How many accounts send; those beyond the ten predeployed ones are funded and deployed first.",
            DefaultValueFactory = _ => LoadOptions.PredeployedAccounts,
        };
        accounts.Between(1, LoadOptions.MaxAccounts);
        Option<double?> ramp = new("--ramp-from") { Description = "Let the rate grow evenly from this one to --rate." };
        ramp.Number(value => value is > 0 and <= KneeSearch.MaxRate, $"a number above 0, at most {KneeSearch.MaxRate}");
        Option<string?> slo = new("--slo")
        {
            Description = "Objectives that decide the exit code, such as p99=1s or p50=500ms,accepted:p99=50ms; "
                + "a percentile is one of all that was to be sent.",
        };
        slo.Must(text => ServiceObjectives.TryParse(text!, out _), ServiceObjectives.Expected);
        Option<bool> knee = new("--find-knee") { Description = "Find the greatest rate that keeps --slo, beginning with --rate." };
        Option<string?> presign = new("--presign") { Description = "Sign the transactions of the run into this file and send nothing." };
        Option<string?> presigned = new("--presigned") { Description = "Send the transactions of a file of --presign." };
        Option<string?> json = new("--json") { Description = "Write the report to this file as JSON." };
        Option<string?> html = new("--html") { Description = "Write the report to this file as a page with charts that needs no network." };
        Option<bool> noPreConfirmed = new("--no-pre-confirmed")
        {
            Description = "Do not ask for the block that is being decided: less work for the node, no latencies to pre-confirmation.",
        };
        Option<double> patience = new("--patience")
        {
            Description = "Seconds to wait for the blocks of the last transactions.", DefaultValueFactory = _ => 30,
        };
        patience.Number(value => value is >= 0 and <= MaxSeconds, $"a number from 0 to {MaxSeconds}");
        Option<bool> stop = StopSignal.Option();
        Command command = new("load", "Send signed transactions at given times; report throughput and latencies; find the greatest rate.")
        {
            nodes, rate, duration, weights, size, accounts, ramp, slo, knee, presign, presigned, json, html, noPreConfirmed, patience, stop,
        };
        command.Completes(slo, knee);
        command.Excludes(knee, ramp, presign, presigned);
        command.Excludes(presign, presigned, slo, json, html, noPreConfirmed, patience);
        command.Excludes(presigned, weights, size, accounts);
        command.SetAction((result, cancellation) => new LoadWork(
            new LoadOptions
            {
                Nodes = [.. result.GetRequiredValue(nodes).Split(',').Select(address => new Uri(address))],
                Rate = result.GetRequiredValue(rate),
                RampFrom = result.GetValue(ramp),
                Duration = TimeSpan.FromSeconds(result.GetRequiredValue(duration)),
                Weights = KindWeights.TryParse(result.GetRequiredValue(weights), out KindWeights? parsed) ? parsed : KindWeights.Default,
                Size = result.GetRequiredValue(size),
                Accounts = result.GetRequiredValue(accounts),
                Patience = TimeSpan.FromSeconds(result.GetRequiredValue(patience)),
                ObservesPreConfirmed = !result.GetValue(noPreConfirmed),
                PresignedFile = result.GetValue(presigned),
            },
            result.GetValue(slo) is { } text && ServiceObjectives.TryParse(text, out ServiceObjectives? objectives) ? objectives : null,
            $"kraken {string.Join(' ', result.Tokens.Select(token => token.Value))}")
        {
            FindsKnee = result.GetValue(knee),
            PresignTo = result.GetValue(presign),
            JsonFile = result.GetValue(json),
            HtmlFile = result.GetValue(html),
        }.RunAsync(result.GetValue(stop), cancellation));
        return command;
    }
}
