using System;
using System.CommandLine;
using Kraken.Cli.Files;
using Kraken.Cli.Settings;
using Kraken.Node.Configuration.Settings;

namespace Kraken.Cli.Verbs;

/// <summary>
/// <c>kraken config</c>: what a process would run with, by its flags, environment and file: <c>check</c> says what is wrong, <c>dump</c>
/// writes it as a file, with where each value comes from and without secrets.
/// </summary>
internal static class ConfigVerb
{
    public static Command Create() => new(
        "config", "Check or show the settings of a process, as its flags, environment and file have them.")
    {
        Of("check", "Say what is wrong with the settings, all of it; exit code 2 where something is."),
        Of("dump", "Write the settings as a configuration file, with where each comes from and without secrets."),
    };

    private static Command Of(string verb, string description)
    {
        Command command = new(verb, description);
        foreach ((string process, Func<SettingFlags> make) in Processes.All)
        {
            SettingFlags flags = make();
            Command one = new(process, $"Those of 'kraken {process}'.");
            flags.AddTo(one);
            one.SetAction(result => verb == "check" ? Check(result, flags) : Dump(result, flags));
            command.Subcommands.Add(one);
        }

        return command;
    }

    private static int Check(ParseResult result, SettingFlags flags)
    {
        SettingValues values = flags.Read(result);
        foreach (string problem in values.Problems)
        {
            result.InvocationConfiguration.Error.WriteLine(ErrorLine.Of(problem));
        }

        if (values.Problems.IsEmpty)
        {
            result.InvocationConfiguration.Output.WriteLine("the settings are good");
        }

        return values.Problems.IsEmpty ? 0 : ExitCode.Usage;
    }

    private static int Dump(ParseResult result, SettingFlags flags)
    {
        SettingValues values = flags.Read(result);
        if (!values.Problems.IsEmpty)
        {
            return Check(result, flags);
        }

        result.InvocationConfiguration.Output.Write(values.Dump());
        return 0;
    }
}
