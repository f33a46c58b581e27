using System;
using System.CommandLine;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cli.Files;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken health</c>: asks a process how it is, for supervisors without an HTTP client, such as those of containers.</summary>
internal static class HealthVerb
{
    private const int MaxAnswerBytes = 1 << 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public static Command Create()
    {
        Argument<string> address = new("address") { Description = "The process's address, such as http://127.0.0.1:9464." };
        address.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !OptionRules.IsHttpAddress(result.Tokens[0].Value))
            {
                result.AddError($"expected an http address, got '{OptionRules.Shown(result.Tokens[0].Value)}'");
            }
        });
        Option<bool> ready =
            new("--ready") { Description = "Ask whether its answers are those of now, not only whether it can do its part." };
        Command command = new("health", "Ask a process how it is; exit code 0 where it is well, 1 where it is not or does not answer.")
        {
            address, ready,
        };
        command.SetAction((result, cancellation) => AskAsync(
            new Uri(new Uri(result.GetRequiredValue(address)), result.GetValue(ready) ? "/ready" : "/health"),
            result.InvocationConfiguration, cancellation));
        return command;
    }

    private static async Task<int> AskAsync(Uri address, InvocationConfiguration configuration, CancellationToken cancellation)
    {
        using HttpClient http = new() { Timeout = Patience, MaxResponseContentBufferSize = MaxAnswerBytes };
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(address, cancellation).ConfigureAwait(false);
            string text = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            await configuration.Output.WriteLineAsync(ErrorLine.Of(text)).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            await configuration.Error.WriteLineAsync(ErrorLine.Of($"{address}: {failure.Message}")).ConfigureAwait(false);
            return 1;
        }
    }
}
