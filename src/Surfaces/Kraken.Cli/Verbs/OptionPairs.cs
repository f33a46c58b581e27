using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq;

namespace Kraken.Cli.Verbs;

/// <summary>
/// Which options of a verb go together: one that would have no effect beside another, or without another, is refused before the verb
/// begins, for whoever gave it meant something by it.
/// </summary>
internal static class OptionPairs
{
    /// <summary>Some options have no effect beside one.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="useless">Those that it leaves without effect.</param>
    public static void Excludes(this Command command, Option option, params Option[] useless) => command.Validators.Add(result =>
    {
        if (IsGiven(result, option) && useless.FirstOrDefault(other => IsGiven(result, other)) is { } other)
        {
            result.AddError($"{option.Name} and {other.Name}: expected one of them, got both");
        }
    });

    /// <summary>Options or arguments have no effect without an option.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="dependent">Those that need it.</param>
    public static void Completes(this Command command, Option option, params Symbol[] dependent) => command.Validators.Add(result =>
    {
        if (!IsGiven(result, option) && dependent.FirstOrDefault(symbol => IsGiven(result, symbol)) is { } lonely)
        {
            result.AddError($"{lonely.Name}: expected {option.Name} as well, got none");
        }
    });

    private static bool IsGiven(CommandResult result, Symbol symbol) => symbol switch
    {
        Option<bool> flag => result.GetValue(flag),
        Option option => result.GetResult(option) is { Implicit: false },
        Argument argument => result.GetResult(argument) is { Tokens.Count: > 0 },
        _ => false,
    };
}
