using System;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Kraken.Farm.Amqp;

/// <summary>
/// A connection to a broker with one channel, made anew by the next call when it is lost; who calls pauses between attempts. One call at a
/// time. Every failure becomes a <see cref="FarmUnavailableException"/> without credentials.
/// </summary>
/// <param name="address">The broker.</param>
/// <param name="genesis">The chain whose queues are declared.</param>
internal sealed class AmqpSession(AmqpAddress address, Felt genesis) : IAsyncDisposable
{
    /// <summary>The longest wait for the broker's answer or confirmation.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim turn = new(1, 1);
    private IConnection? connection;
    private IChannel? channel;

    /// <summary>The names of exchanges and queues.</summary>
    public AmqpTopology Topology { get; } = new(genesis);

    /// <summary>Does something with an open channel.</summary>
    /// <param name="what">What it is, for the error.</param>
    /// <param name="work">Does it, in bounded time.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="FarmUnavailableException">The broker cannot be reached, refuses, or does not answer in time.</exception>
    public async Task<T> DoAsync<T>(string what, Func<IChannel, CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            IChannel open = await OpenAsync(limit.Token).ConfigureAwait(false);
            return await work(open, limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
            when (!cancellation.IsCancellationRequested && exception is not FarmUnavailableException && IsAbsence(exception))
        {
            if (exception is not PublishException)
            {
                await CloseAsync().ConfigureAwait(false);
            }

            throw Unavailable(what, exception);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await turn.WaitAsync().ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
        turn.Dispose();
    }

    private static bool IsAbsence(Exception exception) => exception
        is RabbitMQClientException or System.IO.IOException or OperationCanceledException or TimeoutException or InvalidOperationException
            or System.Net.Sockets.SocketException or System.Security.Authentication.AuthenticationException;

    private FarmUnavailableException Unavailable(string what, Exception exception)
    {
        string why = exception switch
        {
            OperationCanceledException => $"no answer in {Patience}",
            PublishException { IsReturn: true } => "no queue takes it",
            PublishException => "the broker does not take it now",
            BrokerUnreachableException { InnerException: { } inner } => $"{inner.GetType().Name}: {inner.Message}",
            _ => $"{exception.GetType().Name}: {exception.Message}",
        };
        return new FarmUnavailableException(address.Secrets.Redact($"queue {address}: cannot {what}: {why}"));
    }

    private async Task<IChannel> OpenAsync(CancellationToken cancellation)
    {
        if (channel is { IsOpen: true } open)
        {
            return open;
        }

        await CloseAsync().ConfigureAwait(false);
        ConnectionFactory factory = new()
        {
            HostName = address.Host,
            Port = address.Port,
            VirtualHost = address.VirtualHost,
            UserName = address.User,
            Password = address.Password,
            Ssl = new SslOption { Enabled = address.IsTls, ServerName = address.Host },
            AutomaticRecoveryEnabled = false,
            RequestedHeartbeat = Heartbeat,
            RequestedConnectionTimeout = Patience,
            ContinuationTimeout = Patience,
            ClientProvidedName = "kraken",
        };
        connection = await factory.CreateConnectionAsync(cancellation).ConfigureAwait(false);
        channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellation)
            .ConfigureAwait(false);
        await Topology.DeclareAsync(channel, cancellation).ConfigureAwait(false);
        return channel;
    }

    private async Task CloseAsync()
    {
        (IConnection? lost, connection, channel) = (connection, null, null);
        if (lost is null)
        {
            return;
        }

        try
        {
            await lost.AbortAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(false);
            await lost.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (IsAbsence(exception))
        {
            // It is gone, which is what was asked for.
        }
    }
}
