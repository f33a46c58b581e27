using System.Net.Http;

namespace Kraken.Load.Tests;

/// <summary>Connections of a run that lead to nodes of a test.</summary>
internal static class TestConnections
{
    /// <summary>Both kinds lead to the same nodes, which stay.</summary>
    public static LoadConnections To(HttpMessageHandler nodes) => new(new HttpClient(nodes, false), new HttpClient(nodes, false));
}
