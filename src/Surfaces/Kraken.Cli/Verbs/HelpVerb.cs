using System;
using System.CommandLine;
using System.Linq;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken help</c>: lists the verbs; <c>kraken help VERB</c> explains one, as <c>kraken VERB --help</c> does.</summary>
internal static class HelpVerb
{
    private const int UnknownVerb = 2;

    /// <param name="root">Makes the command with all verbs.</param>
    public static Command Create(Func<RootCommand> root)
    {
        Argument<string[]> verbs = new("verb")
        {
            Description = "A verb, such as 'up'; its own verbs may follow.", Arity = ArgumentArity.ZeroOrMore,
        };
        Command command = new("help", "List the verbs, or explain one.") { verbs };
        command.SetAction(result => Explain(root(), result.GetValue(verbs) ?? [], result.InvocationConfiguration));
        return command;
    }

    private static int Explain(RootCommand root, string[] verbs, InvocationConfiguration configuration)
    {
        Command command = root;
        foreach (string verb in verbs)
        {
            if (command.Subcommands.FirstOrDefault(known => known.Name == verb) is not { } found)
            {
                configuration.Error.WriteLine($"there is no verb '{string.Join(' ', verbs)}'; 'kraken help' lists them");
                return UnknownVerb;
            }

            command = found;
        }

        return root.Parse([.. verbs, "--help"]).Invoke(configuration);
    }
}
