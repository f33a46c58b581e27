using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Kraken.Farm.Amqp;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Xunit;

namespace Kraken.Farm.Tests.Servers;

/// <summary>A broker of this test run: RabbitMQ on the loopback, with its own data, ports and name service.</summary>
internal sealed class RabbitServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-broker-").FullName;
    private readonly int namePort = ServerProcess.FreePort();
    private readonly int peerPort = ServerProcess.FreePort();
    private readonly ServerProcess names;
    private ServerProcess broker;

    private RabbitServer()
    {
        Port = ServerProcess.FreePort();
        File.WriteAllText(Path.Combine(folder, "plugins"), "[].");
        File.WriteAllText(Path.Combine(folder, "rabbitmq.conf"), "loopback_users = none\nlog.console.level = warning\n");
        names = ServerProcess.Start(
            "/usr/bin/epmd", ["-address", "127.0.0.1", "-port", $"{namePort}"], Environment(), Path.Combine(folder, "names.log"));
        broker = StartBroker();
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Its address with the credentials that every new broker has.</summary>
    public string Address => $"amqp://guest:guest@127.0.0.1:{Port}";

    /// <summary>Starts one, and waits until it serves.</summary>
    public static async Task<RabbitServer> StartAsync()
    {
        RabbitServer server = new();
        await server.ServesAsync();
        return server;
    }

    /// <summary>The address as a worker reads it.</summary>
    public AmqpAddress Parsed(string? text = null) =>
        AmqpAddress.TryParse(text ?? Address, _ => null, out AmqpAddress? address, out string? problem)
            ? address
            : throw new InvalidOperationException(problem);

    /// <summary>Ends it as a power cut would.</summary>
    public Task KillAsync() => broker.KillAsync();

    /// <summary>Starts it over what it left.</summary>
    public async Task RestartAsync()
    {
        broker.Dispose();
        broker = StartBroker();
        await ServesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await broker.KillAsync();
        broker.Dispose();
        names.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private ServerProcess StartBroker() =>
        ServerProcess.Start("/usr/lib/rabbitmq/bin/rabbitmq-server", [], Environment(), Path.Combine(folder, "broker.log"));

    private async Task ServesAsync()
    {
        ConnectionFactory factory = new() { HostName = "127.0.0.1", Port = Port, AutomaticRecoveryEnabled = false };
        DateTime deadline = DateTime.UtcNow + Patience;
        while (true)
        {
            try
            {
                await using IConnection connection = await factory.CreateConnectionAsync(TestContext.Current.CancellationToken);
                return;
            }
            catch (BrokerUnreachableException)
            {
                Assert.False(broker.HasEnded || DateTime.UtcNow > deadline, broker.Printed);
                await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
            }
        }
    }

    private Dictionary<string, string> Environment() => new()
    {
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["ERL_EPMD_PORT"] = $"{namePort}",
        ["HOME"] = folder,
        ["RABBITMQ_NODENAME"] = "kraken@localhost",
        ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_NODE_PORT"] = $"{Port}",
        ["RABBITMQ_DIST_PORT"] = $"{peerPort}",
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "data"),
        ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
        ["RABBITMQ_PID_FILE"] = Path.Combine(folder, "pid"),
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "rabbitmq"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "plugins"),

        // Then the script becomes the broker, so that its process id is the broker's.
        ["RUNNING_UNDER_SYSTEMD"] = "1",
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
    };
}
