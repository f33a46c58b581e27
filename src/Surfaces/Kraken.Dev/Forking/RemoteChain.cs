using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Client;
using Kraken.Rpc.Protocol;

namespace Kraken.Dev.Forking;

/// <summary>A network over JSON-RPC, asked by threads that wait for the answer. Safe for several threads.</summary>
internal sealed class RemoteChain : IDisposable
{
    private readonly HttpClient http;
    private readonly RpcClient client;

    /// <summary>Takes the address; nothing is asked yet.</summary>
    internal RemoteChain(Uri address, TimeSpan patience)
    {
        http = new HttpClient { Timeout = patience };
        client = new RpcClient(http, address);
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    /// <summary>Asks.</summary>
    /// <param name="what">What errors call it.</param>
    /// <param name="ask">The question.</param>
    /// <exception cref="RpcFailureException">There is no answer.</exception>
    internal T Ask<T>(string what, Func<RpcClient, CancellationToken, Task<T>> ask)
    {
        try
        {
            // The virtual machine reads state synchronously, on threads that have nothing else to do.
            return ask(client, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (Exception failure) when (failure is RpcClientException or HttpRequestException or TaskCanceledException)
        {
            throw ForkErrors.Unavailable(what, failure);
        }
    }

    /// <summary>Asks for what may not be there.</summary>
    /// <param name="what">What errors call it.</param>
    /// <param name="isAbsence">Which errors of the network say that it is not there.</param>
    /// <param name="absent">What is given then.</param>
    /// <param name="ask">The question.</param>
    /// <exception cref="RpcFailureException">There is no answer.</exception>
    internal T Ask<T>(string what, Func<int, bool> isAbsence, T absent, Func<RpcClient, CancellationToken, Task<T>> ask) =>
        Ask(what, async (node, cancellation) =>
        {
            try
            {
                return await ask(node, cancellation).ConfigureAwait(false);
            }
            catch (RpcClientException refusal) when (isAbsence(refusal.Code))
            {
                return absent;
            }
        });
}
