using System;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.Farm.Tests.Servers;

/// <summary>Broker and S3 server, started once for all tests that need them, which run one after the other.</summary>
public sealed class FarmServers : IAsyncLifetime
{
    /// <summary>The name of the tests' collection.</summary>
    public const string Name = "farm servers";

    internal RabbitServer Broker { get; private set; } = null!;

    internal S3Server Store { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Task<RabbitServer> broker = RabbitServer.StartAsync();
        Store = await S3Server.StartAsync();
        Broker = await broker;
    }

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

[CollectionDefinition(FarmServers.Name)]
public sealed class FarmServersCollection : ICollectionFixture<FarmServers>;
