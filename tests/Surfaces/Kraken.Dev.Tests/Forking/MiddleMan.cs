using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Kraken.P2P.Tests;

namespace Kraken.Dev.Tests.Forking;

/// <summary>Stands between a fork and its network: counts what is asked, and may answer otherwise.</summary>
internal sealed class MiddleMan : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly HttpClient http = new();
    private readonly ConcurrentDictionary<string, int> asked = new();
    private readonly Uri network;

    public MiddleMan(Uri network)
    {
        this.network = network;
        Address = new Uri($"http://127.0.0.1:{FreePorts.Take()}/");
        listener.Prefixes.Add(Address.OriginalString);
        listener.Start();
        _ = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>Changes an answer in place, given its method and request; null answers as the network.</summary>
    public Action<string, JsonNode, JsonNode>? Change { get; set; }

    /// <summary>How often a method was asked for.</summary>
    public int Asked(string method) => asked.GetValueOrDefault(method);

    /// <summary>How much was asked for in all.</summary>
    public int Total => asked.Values.Sum();

    public void Dispose()
    {
        listener.Close();
        http.Dispose();
    }

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            try
            {
                await AnswerAsync(await listener.GetContextAsync());
            }
            catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        JsonNode request = (await JsonNode.ParseAsync(context.Request.InputStream))!;
        string method = request["method"]!.GetValue<string>();
        asked.AddOrUpdate(method, 1, static (_, count) => count + 1);
        using StringContent content = new(request.ToJsonString(), Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await http.PostAsync(network, content);
        JsonNode answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Change?.Invoke(method, request, answer);
        byte[] bytes = Encoding.UTF8.GetBytes(answer.ToJsonString());
        context.Response.ContentType = "application/json";
        context.Response.ContentLength64 = bytes.Length;
        await context.Response.OutputStream.WriteAsync(bytes);
        context.Response.Close();
    }
}
