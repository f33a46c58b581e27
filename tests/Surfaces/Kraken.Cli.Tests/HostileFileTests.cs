using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Kraken.Cli.Files;
using Kraken.Cli.Verbs;
using Kraken.Proofs;
using Kraken.Proofs.Ranges;
using Xunit;

namespace Kraken.Cli.Tests;

/// <summary>
/// Whatever a verb is given as a file, it ends with an exit code and a line that says what is wrong, before it takes the machine.
/// </summary>
[Collection(nameof(CommandLineTests))]
public sealed class HostileFileTests : IDisposable
{
    private const long Most = 1L << 30;
    private static readonly string Genuine =
        Path.Combine(FindRoot(), "..", "shared", "data", "s-two", "ret_opcode.canonical_small.proof.json");

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-cli-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void ACallThatEndsInUnsafePanicIsNoMatterOfLimits()
    {
        string path = Path.Combine(folder, "panic.sierra");
        File.WriteAllText(path, "type felt252 = felt252; libfunc p = unsafe_panic; p() { }; fall@0() -> (felt252);");
        (int code, string output, string error) = ConsoleRun.Of("native", path, "--run", "fall");
        Assert.Equal((ExitCode.Invalid, ""), (code, output));
        Assert.EndsWith(
            $"{path}: the call ends in unsafe_panic, a failure of which no proof can be made\n", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("run")]
    [InlineData("compile")]
    public async Task DevicesFoldersAndFilesOfHolesAreRefusedInALine(string verb)
    {
        string sparse = Path.Combine(folder, "sparse.json");
        using (FileStream file = new(sparse, FileMode.CreateNew))
        {
            file.SetLength(1_500_000_000);
        }

        foreach (string path in (string[])["/dev/zero", folder, sparse])
        {
            long before = GC.GetTotalAllocatedBytes();
            (int code, string error) = await RunAsync(verb, path);
            Assert.Equal(1, code);
            Assert.StartsWith($"{path}: expected ", error, StringComparison.Ordinal);
            Assert.Single(error.Trim().Split('\n'));
            Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, Most / 2);
        }
    }

    [Fact]
    public async Task ParametersOfAProofAreReadWithinBoundsToo()
    {
        string output = Path.Combine(folder, "proof.json");
        foreach (string path in (string[])["/dev/zero", folder, Path.Combine(folder, "missing")])
        {
            (int code, string error) = await RunAsync("prove", "--program", path, "--params", path, "--out", output);
            Assert.Equal(1, code);
            Assert.StartsWith($"{path}: expected ", error, StringComparison.Ordinal);
            Assert.False(File.Exists(output));
        }
    }

    [Theory]
    [InlineData("prove")]
    [InlineData("compile")]
    public async Task WhereTheOutputCannotBeWrittenNothingIsBegun(string verb)
    {
        // The input does not exist either: the output is looked at first.
        string missing = Path.Combine(folder, "missing.json");
        (string, string)[] outputs = [(folder, "got a folder"), (Path.Combine(folder, "no", "file"), "is none")];
        foreach ((string output, string words) in outputs)
        {
            string[] arguments = verb == "prove" ? ["prove", "--program", missing, "--out", output] : ["compile", missing, "--out", output];
            (int code, string error) = await RunAsync(arguments);
            Assert.Equal(1, code);
            Assert.StartsWith(output, error, StringComparison.Ordinal);
            Assert.Contains(words, error, StringComparison.Ordinal);
        }

        string good = Path.Combine(folder, "good");
        Assert.True(OutputFile.CanWrite(good));
        Assert.False(File.Exists(good));
        await File.WriteAllTextAsync(good, "kept");
        Assert.True(OutputFile.CanWrite(good));
        Assert.Equal("kept", await File.ReadAllTextAsync(good));
    }

    [Fact]
    public async Task AnOutputIsWrittenWholeInItsPlace()
    {
        string path = Path.Combine(folder, "output");
        string link = Path.Combine(folder, "link");
        File.CreateSymbolicLink(link, path);

        OutputFile.Write(path, "long content"u8);
        OutputFile.Write(link, "short"u8);
        Assert.Equal("short", await File.ReadAllTextAsync(path));
        Assert.Equal(path, new FileInfo(link).LinkTarget);

        // Its reader holds a file that nobody writes into any more: what is new came whole, under the same name.
        using (StreamReader old = File.OpenText(path))
        {
            OutputFile.Write(path, "other"u8);
            Assert.Equal("short", await old.ReadToEndAsync());
        }

        OutputFile.Write("/dev/null", "gone"u8);
        Assert.Empty(await File.ReadAllBytesAsync("/dev/null"));
        Assert.Equal(["link", "output"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("[\"\\ud800\"]")]
    [InlineData("{\"prime\":\"\\ud800\"}")]
    [InlineData("{\"prime\":\"0x800000000000011000000000000000000000000000000000000000000000001\",\"data\":[\"\\ud800\"]}")]
    [InlineData("{\"sierra_program\":[\"\\ud800\"]}")]
    [InlineData("BZh91AY&SY")]
    public async Task TextsThatAreNothingEndWithOneAndALine(string text)
    {
        string path = Path.Combine(folder, "file.json");
        await File.WriteAllTextAsync(path, text);
        foreach (string verb in (string[])["verify", "run", "compile"])
        {
            (int code, string error) = await RunAsync(verb, path);
            Assert.Equal(1, code);
            Assert.True(verb == "verify" || error.StartsWith(path, StringComparison.Ordinal), error);
        }

        string sierra = Path.Combine(folder, "file.sierra");
        await File.WriteAllTextAsync(sierra, text);
        Assert.Equal(1, (await RunAsync("compile", sierra)).Code);
    }

    [Fact]
    public async Task ALongNameIsNotRepeatedWhole()
    {
        string path = Path.Combine(folder, "file.sierra");
        await File.WriteAllTextAsync(path, $"type {new string('x', 200_000)} = y;");
        (int code, string error) = await RunAsync("compile", path);
        Assert.Equal(1, code);
        Assert.InRange(error.Length, 1, 1100);
        Assert.Equal("a\\u{1b}[31m b\\u{202e}c", ErrorLine.Of("a\u001b[31m\nb\u202ec"));
        Assert.Equal(54, ErrorLine.Of(new string('x', 1000), 50).Length);
    }

    [Fact]
    public async Task AnEndlessRecursionEndsAtItsLimit()
    {
        string path = Path.Combine(folder, "recursion.json");
        await File.WriteAllTextAsync(path, """
            {"prime":"0x800000000000011000000000000000000000000000000000000000000000001","data":["0x1104800180018000","0x0"],"builtins":[],
             "hints":{},"reference_manager":{"references":[]},"identifiers":{"__main__.main":{"type":"function","pc":0}}}
            """);
        (int code, string error) = await RunAsync("run", path, "--max-cells", "1000000");
        Assert.Equal(1, code);
        Assert.Contains("--max-cells", error, StringComparison.Ordinal);
        (code, error) = await RunAsync("run", path, "--max-steps", "1000");
        Assert.Equal(1, code);
        Assert.Contains("--max-steps", error, StringComparison.Ordinal);

        // What it may take when nobody says anything.
        long before = GC.GetTotalAllocatedBytes();
        (code, error) = await RunAsync("run", path);
        Assert.Equal(1, code);
        Assert.Contains("--max-cells", error, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 4 * Most);
    }

    [Fact]
    public async Task AKnownConfigurationThatIsNotSupportedHasAnExitCodeOfItsOwn()
    {
        string text = await File.ReadAllTextAsync(Genuine);
        string path = Path.Combine(folder, "proof.json");
        await File.WriteAllTextAsync(path, text.Replace("\"log_blowup_factor\":1", "\"log_blowup_factor\":16", StringComparison.Ordinal));
        TextWriter output = Console.Out;
        using StringWriter captured = new();
        try
        {
            Console.SetOut(captured);
            Assert.Equal(3, (await RunAsync("verify", path)).Code);
            await File.WriteAllTextAsync(path, text.Replace("\"interaction_pow\":", "\"interaction_pow\":1", StringComparison.Ordinal));
            Assert.Equal(1, (await RunAsync("verify", path)).Code);
        }
        finally
        {
            Console.SetOut(output);
        }

        string[] verdicts = [.. captured.ToString().Split('\n').Where(line => line.Contains(':', StringComparison.Ordinal))];
        Assert.StartsWith("UNSUPPORTED", verdicts[0], StringComparison.Ordinal);
        Assert.Contains(verdicts, line => line.StartsWith("INVALID", StringComparison.Ordinal));
        Assert.Contains("(claimed, not verified)", captured.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("verify", "file", "--block", "1")]
    [InlineData("verify", "--block", "1")]
    [InlineData("verify", "--block", "1", "--genesis", "g", "--nodes", "")]
    [InlineData("verify", "--block", "1", "--genesis", "g", "--nodes", "ftp://x")]
    [InlineData("verify", "--block", "1", "--genesis", "g", "--nodes", "nonsense")]
    [InlineData("verify", "--chain", "--genesis", "g", "--nodes", "http://127.0.0.1:1")]
    [InlineData("verify", "--bundle", "b", "--genesis", "g", "--nodes", "http://127.0.0.1:1")]
    [InlineData("verify", "file", "--nodes", "http://127.0.0.1:1")]
    [InlineData("verify", "file", "--genesis", "g")]
    public async Task VerifyWithoutAQuestionIsAUsageError(params string[] arguments) => Assert.Equal(2, (await RunAsync(arguments)).Code);

    [Theory]
    [InlineData("")]
    [InlineData("ftp://key:secret@x/bucket")]
    [InlineData("s3://key:secret@")]
    public async Task AnExplorersStoreThatIsNoneIsAUsageErrorThatRepeatsNoCredentials(string store)
    {
        (int code, string error) = await RunAsync("explore", "--store", store);
        Assert.Equal(2, code);
        Assert.Contains("store", error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheWatchersStatusIsPrinted()
    {
        Assert.Equal(1, (await RunAsync("watch", "--status", "--proofs", folder)).Code);
        new WatcherStatusFile(folder).Write(new WatcherStatus
        {
            Ranges = new RangeStatus
            {
                DoneBlock = 6,
                DecidedBlock = 12,
                Proving = new BlockSpan(7, 9),
                Phase = "running the block program",
                Attempts = 2,
                Proved = [new ProvedSpan(1, 4, 12, 485418, 16200, default)],
                Retrying = [new FailedSpan(10, 11, 3, "no memory\u001b[31m", default)],
                UnprovedCount = 30,
                Unproved = [.. Enumerable.Range(0, 21).Select(number =>
                    new UnprovedBlock((ulong)(30 - number), "system call keccak\u001b[31m", 0, 1, default))],
                DifferingCount = 1,
                Differing = [new UnprovedBlock(5, "state root", 3, 1, default) { Differs = true }],
            },
            WrittenAt = default,
        });
        TextWriter output = Console.Out;
        using StringWriter captured = new();
        try
        {
            Console.SetOut(captured);
            Assert.Equal(0, (await RunAsync("watch", "--status", "--proofs", folder)).Code);
        }
        finally
        {
            Console.SetOut(output);
        }

        string text = captured.ToString();
        Assert.All(
            (string[])
            [
                "block 12, the latest seen", "up to 6", "blocks 7 to 9, attempt 2: running the block program",
                "blocks 1 to 4, 12 transactions, 485418 steps in 16.2 s",
                "blocks 10 to 11, 3 attempts, the next at 00:00:00: no memory\\u{1b}[31m",
                "a proof are 30 blocks", "block 30: not provable: system call keccak\\u{1b}[31m", "and 1 more",
                "block 5: differs from its hash or its execution: state root",
            ],
            line => Assert.Contains(line, text, StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(folder, "watcher.json"), "{");
        Assert.Equal(1, (await RunAsync("watch", "--status", "--proofs", folder)).Code);
    }

    private static async Task<(int Code, string Error)> RunAsync(params string[] arguments)
    {
        TextWriter error = Console.Error;
        using StringWriter captured = new();
        try
        {
            Console.SetError(captured);
            InvocationConfiguration configuration = new() { EnableDefaultExceptionHandler = false };
            ParseResult parsed = CommandLine.Create().Parse(arguments);
            int code = await parsed.InvokeAsync(configuration);

            // As the program does: the parser itself says 1.
            return (parsed.Errors.Count > 0 ? ExitCode.Usage : code, captured.ToString());
        }
        finally
        {
            Console.SetError(error);
        }
    }

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Kraken.slnx")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("no Kraken.slnx above the test's folder");
    }
}
