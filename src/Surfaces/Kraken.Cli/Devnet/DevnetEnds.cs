using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Kraken.Cli.Devnet;

/// <summary>What the end of a process means to a local network: without a node, the watcher or the explorer it is over.</summary>
internal sealed class DevnetEnds(DevnetLayout layout, IReadOnlyList<ChildProcess> children)
{
    // Of the log of a process that ended, enough for its report or the head of its error.
    private const int LastLines = 12;

    private bool isReported;

    /// <summary>The client, which may end, and need not have had all that it sent accepted; null before it starts.</summary>
    public ChildProcess? Client { get; set; }

    /// <summary>Names the first process that ended though it should not have.</summary>
    public string? Failure() => children.FirstOrDefault(child => child != Client && child.HasExited) is { } ended ? TextOf(ended) : null;

    /// <summary>Tells once that the client ended without success.</summary>
    public string? Report()
    {
        if (isReported || Client is not { HasExited: true, ExitCode: not 0 })
        {
            return null;
        }

        isReported = true;
        return $"{TextOf(Client)}\nThe network runs on; Ctrl-C stops it.";
    }

    private string TextOf(ChildProcess child)
    {
        string log = layout.Log(child.Name);
        IEnumerable<string> last = File.Exists(log) ? File.ReadLines(log).TakeLast(LastLines) : [];
        return string.Join('\n', last.Prepend($"{child.Name} ended with exit code {child.ExitCode}: see {log}, which ends so:"));
    }
}
