using System.CommandLine;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cli.Settings;
using Kraken.Node;
using Kraken.Node.Configuration.Settings;
using Kraken.Operations;
using Microsoft.Extensions.Logging;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken node</c>: runs a validator.</summary>
internal static class NodeVerb
{
    public static Command Create()
    {
        SettingFlags flags = Flags();
        Option<bool> stop = StopSignal.Option();
        Command command = new("node", "Run a validator from its folder ('kraken genesis' makes one).") { stop };
        flags.AddTo(command);
        command.SetAction((result, cancellation) => LongRun.RunAsync(result, flags, stop, RunAsync, cancellation));
        return command;
    }

    /// <summary>The flags of a node's settings; the file is that of its folder unless another is named.</summary>
    public static SettingFlags Flags() => new(
        NodeSettings.Table,
        values => values.Text(NodeSettings.Config)
            ?? (values.Text(NodeSettings.Data) is { } folder ? NodeFolder.FindConfiguration(folder) : null));

    private static async Task<int> RunAsync(SettingValues values, ILoggerFactory loggers, CancellationToken cancellation)
    {
        string folder = Path.GetFullPath(values.Required(NodeSettings.Data));
        NodeHost node = NodeHost.Open(folder, NodeSettings.FileOf(values), NodeSettings.OptionsOf(values), loggers);
        await using (node.ConfigureAwait(false))
        {
            OperatorServer told = await LongRun.TellAsync(values, node.Health, loggers, cancellation).ConfigureAwait(false);
            await using (told.ConfigureAwait(false))
            {
                await node.RunAsync(cancellation).ConfigureAwait(false);
            }
        }

        return 0;
    }
}
