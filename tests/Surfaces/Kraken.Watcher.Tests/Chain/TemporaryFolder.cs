using System;
using System.IO;

namespace Kraken.Watcher.Tests.Chain;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("kraken-watcher-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public WatcherOptions Options =>
        new(new Uri("http://localhost/"), this["data"], this["proofs"]) { PollInterval = TimeSpan.FromMilliseconds(1) };

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
