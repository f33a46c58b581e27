using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using Xunit;

namespace Kraken.Cli.Tests;

/// <summary>'kraken help' and 'kraken help VERB', as the README has them.</summary>
public sealed class HelpTests
{
    public static TheoryData<string> Verbs => [.. CommandLine.Create().Subcommands.Select(verb => verb.Name)];

    [Fact]
    public void HelpListsEveryVerbWithWhatItDoes()
    {
        (int code, string output, string error) = Run("help");
        Assert.Equal((0, string.Empty), (code, error));
        Assert.All(CommandLine.Create().Subcommands, verb =>
        {
            Assert.Contains($"  {verb.Name}", output, StringComparison.Ordinal);
            Assert.Contains(verb.Description!.Split(' ')[0], output, StringComparison.Ordinal);
        });
        Assert.Equal(output, Run("--help").Output);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void HelpOfAVerbIsThatOfTheVerb(string verb)
    {
        (int code, string output, string error) = Run("help", verb);
        Assert.Equal((0, string.Empty), (code, error));
        Command command = CommandLine.Create().Subcommands.Single(known => known.Name == verb);
        Assert.Contains($" {verb}", output.Split("Usage:")[1].Split('\n')[1], StringComparison.Ordinal);
        Assert.All(
            command.Options.Where(option => !option.Hidden), option => Assert.Contains(option.Name, output, StringComparison.Ordinal));
        Assert.Equal(output, Run(verb, "--help").Output);
    }

    /// <summary>A process makes the verb that it runs and no other, and explains it in the same words.</summary>
    [Theory]
    [MemberData(nameof(Verbs))]
    public void AVerbIsMadeAlone(string verb)
    {
        RootCommand root = CommandLine.CreateFor([verb, "--help"]);
        Assert.Equal([verb], root.Subcommands.Select(known => known.Name));
        using StringWriter output = new();
        Assert.Equal(0, root.Parse([verb, "--help"]).Invoke(new() { Output = output }));
        Assert.Equal(Run(verb, "--help").Output, output.ToString());
    }

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("fly")]
    public void WithoutAVerbThereAreAll(params string[] arguments) => Assert.Equal(
        CommandLine.Create().Subcommands.Select(verb => verb.Name),
        CommandLine.CreateFor(arguments).Subcommands.Select(verb => verb.Name));

    [Fact]
    public void HelpGoesDownToAVerbOfAVerb()
    {
        (int code, string output, _) = Run("help", "contracts", "build");
        Assert.Equal(0, code);
        Assert.Contains("--contracts", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fly")]
    [InlineData("UP")]
    [InlineData("up now")]
    [InlineData("contracts destroy")]
    public void HelpOfNoVerbSaysSo(string verbs)
    {
        (int code, string output, string error) = Run(["help", .. verbs.Split(' ')]);
        Assert.Equal((2, string.Empty), (code, output));
        Assert.Contains($"there is no verb '{verbs}'", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("test", "--all")]
    [InlineData("bench", "kernels")]
    [InlineData("fuzz", "peer-message")]
    public void VerbsOfTheScriptSayWhereTheyAre(string verb, string argument)
    {
        (int code, _, string error) = Run(verb, argument);
        Assert.Equal(2, code);
        Assert.Contains($"./kraken {verb}", error, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments) => CommandLineRun.Of(arguments);
}
