using System.CommandLine;
using System.Globalization;
using System.IO;
using Kraken.Node.Snapshots;
using Kraken.Starknet.Blocks;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken rollback</c>: takes the newest blocks of a follower's chain back.</summary>
internal static class RollbackVerb
{
    public static Command Create()
    {
        Option<string> folder = new("--dir")
        {
            Description = "The folder of a follower or of a development chain, where nothing runs; a validator's is refused.",
            Required = true,
        };
        Option<string> to = new("--to") { Description = "The number of the block that is the latest afterwards.", Required = true };
        to.Must(text => TryRead(text, out _), "a block's number");
        Command command = new("rollback", "Take the newest blocks of a follower's chain back, down to a block whose state it holds.")
        {
            folder, to,
        };
        command.SetAction(result =>
        {
            TryRead(result.GetRequiredValue(to), out ulong number);
            (BlockHeader before, BlockHeader after) = ChainFolder.Rollback(Path.GetFullPath(result.GetRequiredValue(folder)), number);
            result.InvocationConfiguration.Output.WriteLine(
                $"the latest block was {before.Number} {before.Hash}, and is {after.Number} {after.Hash}");
            return 0;
        });
        return command;
    }

    private static bool TryRead(string text, out ulong number) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
