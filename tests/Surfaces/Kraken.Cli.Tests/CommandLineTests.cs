using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Kraken.Cairo.Prover;
using Xunit;

namespace Kraken.Cli.Tests;

/// <summary>The verbs, their help and their exit codes.</summary>
[Collection(nameof(CommandLineTests))]
public sealed class CommandLineTests : IDisposable
{
    private static readonly string SharedData = Path.Combine(Checkout.Root, "..", "shared", "data");

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-cli-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void EveryVerbOfTheReadmeExistsAndExplainsItself()
    {
        string readme = File.ReadAllText(Path.Combine(Checkout.Root, "README.md"));
        RootCommand root = CommandLine.Create();
        Assert.All(root.Subcommands, verb => Assert.False(string.IsNullOrWhiteSpace(verb.Description)));
        Assert.All(
            root.Subcommands.SelectMany(verb => verb.Options), option => Assert.False(string.IsNullOrWhiteSpace(option.Description)));
        Assert.All(root.Subcommands, verb => Assert.Contains(verb.Name, readme, StringComparison.Ordinal));

        // And the other way round: what the table names is there. A row begins with one verb or more, each in back-quotes.
        string[] rows =
        [
            .. readme.Split('\n').SkipWhile(line => line != "| verb | does |").Skip(2).TakeWhile(line => line.StartsWith('|')),
        ];
        string[] named =
        [
            .. rows.SelectMany(row => row.Split('|')[1].Split('`').Where((_, i) => i % 2 == 1)).Select(verb => verb.Split(' ')[0]),
        ];
        Assert.True(named.Length > 10);
        Assert.All(named, name => Assert.Contains(root.Subcommands, verb => verb.Name == name));
    }

    [Fact]
    public async Task VerifyExitsWithZeroOnlyForAValidProof()
    {
        string genuine = Path.Combine(SharedData, "s-two", "ret_opcode.canonical_small.proof.json");
        Assert.Equal(0, await RunAsync("verify", genuine));
        string altered = Path.Combine(folder, "altered.json");
        await File.WriteAllTextAsync(
            altered,
            (await File.ReadAllTextAsync(genuine)).Replace("\"interaction_pow\":", "\"interaction_pow\":1", StringComparison.Ordinal));
        Assert.Equal(1, await RunAsync("verify", altered));
        Assert.Equal(2, await RunAsync("verify", Path.Combine(folder, "missing.json")));
        Assert.Equal(2, await RunAsync("verify", "--bundle", Path.Combine(folder, "missing.bundle")));
        Assert.Equal(2, await RunAsync("verify", genuine, "--bundle", genuine));
        Assert.Equal(1, await RunAsync("verify", "--bundle", genuine));
        Assert.Equal(2, await RunAsync("verify", "--chain", genuine));
        Assert.Equal(2, await RunAsync("verify", "--chain"));
    }

    [Fact]
    public async Task VerifyTellsOrRefusesWhatConstraintsLeaveFree()
    {
        string generic = Path.Combine(SharedData, "s-two", "all_opcode_components.canonical_small.proof.cairo_serde.json");
        Assert.Equal(0, await RunAsync("verify", generic));
        Assert.Equal(3, await RunAsync("verify", generic, "--strict"));
        Assert.Equal(0, await RunAsync("verify", Path.Combine(SharedData, "s-two", "ret_opcode.canonical_small.proof.json"), "--strict"));
        Assert.Equal(2, await RunAsync("verify", "--block", "1", "--strict"));
    }

    /// <summary>A user's file of roots is read before anything is verified, and made only where something was computed.</summary>
    [Fact]
    public async Task VerifyTakesComputedRootsFromTheUsersOwnFileOnly()
    {
        string genuine = Path.Combine(SharedData, "s-two", "ret_opcode.canonical_small.proof.json");
        string roots = Path.Combine(folder, "roots");
        Assert.Equal(0, await RunAsync("verify", genuine, "--compute-root", "--roots", roots));
        Assert.False(File.Exists(roots));
        Assert.Equal(1, await RunAsync("verify", genuine, "--roots", roots));
        await File.WriteAllBytesAsync(roots, RootFile.Empty.Encode());
        Assert.Equal(0, await RunAsync("verify", genuine, "--roots", roots));
        await File.AppendAllTextAsync(roots, " ");
        Assert.Equal(1, await RunAsync("verify", genuine, "--compute-root", "--roots", roots));
        Assert.Equal(1, await RunAsync("verify", genuine, "--compute-root", "--roots", Path.Combine(folder, "no", "roots")));
        Assert.Equal(2, await RunAsync("verify", "--block", "1", "--compute-root"));
    }

    [Fact]
    public async Task CompileWritesTheClassOfTheGenuineCompiler()
    {
        string output = Path.Combine(folder, "demo.casm.json");
        Assert.Equal(
            0, await RunAsync("compile", Path.Combine(SharedData, "cairo", "chain-contracts", "demo.sierra.json"), "--out", output));
        Assert.True(new FileInfo(output).Length > 1000);
        await File.WriteAllTextAsync(Path.Combine(folder, "no.json"), "{}");
        Assert.Equal(1, await RunAsync("compile", Path.Combine(folder, "no.json")));
    }

    [Theory]
    [InlineData("struct_layout.json")]
    [InlineData("struct_layout.proof.json", "--proof-mode")]
    public async Task CompileWritesTheCairo0ProgramOfTheGenuineCompiler(string expected, params string[] flags)
    {
        string language = Path.Combine(SharedData, "cairo", "cairo0_language");
        string output = Path.Combine(folder, "program.json");
        string source = Path.Combine(language, "struct_layout.cairo");
        Assert.Equal(0, await RunAsync(["compile", "--cairo0", source, "--cairo-path", folder, "--out", output, .. flags]));
        string[] lines = await File.ReadAllLinesAsync(output);
        string[] genuine = await File.ReadAllLinesAsync(Path.Combine(language, expected));
        Assert.Equal(
            genuine.Where(line => !line.Contains("compiler_version", StringComparison.Ordinal)),
            lines.Where(line => !line.Contains("compiler_version", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ACairo0SourceThatDoesNotCompileLeavesNoFile()
    {
        string output = Path.Combine(folder, "program.json");
        string source = Path.Combine(folder, "wrong.cairo");
        await File.WriteAllTextAsync(source, "func main() {\n    let a = 5\n}\n");
        Assert.Equal(1, await RunAsync("compile", "--cairo0", source, "--out", output));
        Assert.False(File.Exists(output));
        Assert.Equal(1, await RunAsync("compile", "--cairo0", Path.Combine(folder, "missing.cairo")));
        Assert.NotEqual(0, await RunAsync("compile", source, "--proof-mode"));
    }

    [Fact]
    public async Task DownRemovesOnlyANetworksFolder()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "precious"), "x");
        Assert.Equal(1, await RunAsync("down", "--data", folder));
        Assert.True(File.Exists(Path.Combine(folder, "precious")));
        string network = Path.Combine(folder, "net");
        Assert.Equal(0, await RunAsync("genesis", "--out", network));
        Assert.Equal(0, await RunAsync("down", "--data", network));
        Assert.False(Directory.Exists(network));
    }

    private static Task<int> RunAsync(params string[] arguments) => CommandLine.Create().Parse(arguments).InvokeAsync();
}
