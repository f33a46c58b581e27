using System.CommandLine;

namespace Kraken.Cli.Verbs;

/// <summary>A verb of the <c>kraken</c> script beside this program: listed and explained here, run there.</summary>
internal static class ScriptVerb
{
    private const int OnlyInTheScript = 2;

    public static Command Create(string name, string description)
    {
        Command command = new(name, description) { TreatUnmatchedTokensAsErrors = false };
        command.SetAction(result =>
        {
            result.InvocationConfiguration.Error.WriteLine(
                $"'{name}' is a verb of the script in the repository's root: run './kraken {name}'");
            return OnlyInTheScript;
        });
        return command;
    }
}
