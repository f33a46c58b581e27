using System;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.EndToEnd.Tests;

/// <summary>Calls of a development chain.</summary>
/// <param name="address">Where it listens.</param>
internal sealed class DevClient(Uri address) : IDisposable
{
    private readonly HttpClient http = new();

    public void Dispose() => http.Dispose();

    /// <summary>Waits until the chain answers.</summary>
    public async Task ReachAsync(Daemon dev)
    {
        long deadline = Environment.TickCount64 + 60_000;
        while (true)
        {
            Assert.False(dev.HasExited, dev.Output);
            Assert.True(Environment.TickCount64 < deadline, $"no answer at {address} within a minute:\n{dev.Output}");
            try
            {
                Assert.Equal("Alive!!!", await http.GetStringAsync(new Uri(address, "is_alive")));
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>The result of a call.</summary>
    public async Task<JsonElement> CallAsync(string method, string parameters)
    {
        JsonElement answer = await SendAsync(method, parameters);
        Assert.True(answer.TryGetProperty("result", out JsonElement result), $"{method}: {answer}");
        return result;
    }

    /// <summary>The message of a call's error.</summary>
    public async Task<string> RefusedAsync(string method, string parameters)
    {
        JsonElement answer = await SendAsync(method, parameters);
        Assert.True(answer.TryGetProperty("error", out JsonElement error), $"{method}: {answer}");
        return error.GetProperty("message").GetString()!;
    }

    private async Task<JsonElement> SendAsync(string method, string parameters)
    {
        using StringContent body = new(
            $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await http.PostAsync(address, body);
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return answer.RootElement.Clone();
    }
}
