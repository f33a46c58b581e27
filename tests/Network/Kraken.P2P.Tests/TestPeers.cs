using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using Kraken.Fields;
using Xunit;

namespace Kraken.P2P.Tests;

/// <summary>Keys and addresses of a few peers on this machine; peer 0 dials peer 1 and so on.</summary>
internal sealed class TestPeers : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-p2p-").FullName;

    public TestPeers(int count, string host = "127.0.0.1")
    {
        for (int i = 0; i < count; i++)
        {
            string key = Path.Combine(folder, $"{i}.key");
            Addresses.Add(new PeerAddress(new PeerId((Felt)(i + 1)), host, FreePorts.Take(), PeerCertificate.Create(key)));
            Certificates.Add(PeerCertificate.Load(key));
        }
    }

    public List<PeerAddress> Addresses { get; } = [];

    public List<X509Certificate2> Certificates { get; } = [];

    public LogLines Log { get; } = new();

    public PeerId this[int index] => Addresses[index].Id;

    /// <summary>Waits for a condition, at most 20 seconds.</summary>
    public static async Task UntilAsync(Func<bool> condition, Func<string>? otherwise = null)
    {
        long deadline = Environment.TickCount64 + 20_000;
        while (!condition())
        {
            Assert.True(Environment.TickCount64 < deadline, otherwise?.Invoke() ?? "the condition did not come true in time");
            await Task.Delay(5);
        }
    }

    public PeerNetwork Open(
        int index, PeerMessageHandler? received = null, PeerNetworkOptions? options = null, Action<PeerId>? connected = null)
    {
        PeerAddress own = Addresses[index];
        PeerNetwork network = new(own.Id, Certificates[index], HostName.Listening(own.Host, own.Port), Addresses, Log, options)
        {
            Received = received ?? ((_, _, _, _) => ValueTask.CompletedTask),
            Connected = connected ?? (_ => { }),
        };
        network.Start();
        return network;
    }

    public void Dispose()
    {
        Certificates.ForEach(certificate => certificate.Dispose());
        Directory.Delete(folder, recursive: true);
    }
}
