using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Net.Sockets;
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
        foreach ((string process, Func<SettingFlags> make, Action<SettingValues> open) in Processes.All)
        {
            SettingFlags flags = make();
            Command one = new(process, $"Those of 'kraken {process}'.");
            flags.AddTo(one);
            one.SetAction(result => verb == "check" ? Check(result, flags, open) : Dump(result, flags));
            command.Subcommands.Add(one);
        }

        return command;
    }

    private static int Check(ParseResult result, SettingFlags flags, Action<SettingValues> open)
    {
        SettingValues values = flags.Read(result);
        string[] problems = values.Problems.IsEmpty && ProblemOfFiles(values, open) is { } wrong ? [wrong] : [.. values.Problems];
        if (problems.Length == 0)
        {
            result.InvocationConfiguration.Output.WriteLine("the settings are good");
        }

        return Say(result, problems);
    }

    private static int Dump(ParseResult result, SettingFlags flags)
    {
        SettingValues values = flags.Read(result);
        if (values.Problems.IsEmpty)
        {
            result.InvocationConfiguration.Output.Write(values.Dump());
        }

        return Say(result, values.Problems);
    }

    // What the process would say of the files that it is given, and end.
    private static string? ProblemOfFiles(SettingValues values, Action<SettingValues> open)
    {
        try
        {
            open(values);
            return null;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or InvalidDataException or SocketException)
        {
            return wrong.Message;
        }
    }

    private static int Say(ParseResult result, IReadOnlyCollection<string> problems)
    {
        foreach (string problem in problems)
        {
            result.InvocationConfiguration.Error.WriteLine(ErrorLine.Of(problem));
        }

        return problems.Count == 0 ? 0 : ExitCode.Usage;
    }
}
