using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using Kraken.Cairo.Hints.Tests.Executables;
using Xunit;

namespace Kraken.Cli.Tests;

/// <summary><c>kraken adapt</c>, and what <c>kraken prove</c> says of the files that it is given.</summary>
[Collection(nameof(CommandLineTests))]
public sealed class AdaptTests : IDisposable
{
    private static readonly string Data =
        Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "..", "shared", "data");

    private static readonly string Bootloader =
        Path.Combine(Data, "cairo", "vm_programs", "proving_utils", "simple_bootloader_compiled.json");

    private static readonly string Pie = Path.Combine(Data, "cairo", "cairo0_programs", "squash_plain.pie.zip");

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-adapt-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("all_builtins")]
    [InlineData("all_opcode_components")]
    public void AProgramsInputIsTheReferenceAdaptersWhole(string name)
    {
        string path = In("input.json");
        string program = Path.Combine(Data, "s-two", "programs", $"test_prove_verify_{name}.compiled.json");
        Assert.Equal(0, ConsoleRun.Of("adapt", "--program", program, "--out", path).Code);
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Data, "s-two", $"{name}.prover_input.json")));
        using JsonDocument got = JsonDocument.Parse(File.ReadAllBytes(path));
        Assert.True(JsonElement.DeepEquals(expected.RootElement, got.RootElement));
    }

    [Fact]
    public void APieThroughTheBootloaderIsTheSameFromItsFileAndAsATask()
    {
        (string plain, string packed, string tasks) = (In("pie.json"), In("task.json.gz"), In("tasks.json"));
        (int code, _, string error) = ConsoleRun.Of("adapt", "--pie", Pie, "--bootloader", Bootloader, "--out", plain);
        Assert.True(code == 0, error);
        Assert.Contains("steps to", error, StringComparison.Ordinal);
        File.WriteAllText(
            tasks,
            $$"""
            {"single_page":true,
             "tasks":[{"type":"CairoPiePath","path":{{JsonSerializer.Serialize(Pie)}},"program_hash_function":"blake"}]}
            """);
        (code, _, error) = ConsoleRun.Of("adapt", "--program", Bootloader, "--args", tasks, "--out", packed);
        Assert.True(code == 0, error);
        using GZipStream source = new(File.OpenRead(packed), CompressionMode.Decompress);
        using MemoryStream unpacked = new();
        source.CopyTo(unpacked);
        Assert.Equal(File.ReadAllBytes(plain), unpacked.ToArray());
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void AnAdaptersInputGivesTheGenuineProofAndAReport()
    {
        (string proof, string words) = (In("proof.json"), In("words.json"));
        (int code, string output, string error) = ConsoleRun.Of(
            "prove",
            "--prover-input",
            Path.Combine(Data, "s-two", "all_builtins.prover_input.json"),
            "--params",
            Path.Combine(Data, "s-two", "params.canonical_small.json"),
            "--format",
            "cairo-serde",
            "--program-output",
            words,
            "--json",
            "--out",
            proof);
        Assert.True(code == 0, error);
        Assert.Single(error.Trim().Split('\n'));
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(Data, "s-two", "all_builtins.canonical_small.proof.cairo_serde.json")),
            File.ReadAllBytes(proof));
        using JsonDocument report = JsonDocument.Parse(output);
        JsonElement root = report.RootElement;
        Assert.Equal(new FileInfo(proof).Length, root.GetProperty("bytes").GetInt64());
        Assert.Equal(12, root.GetProperty("phases").GetArrayLength());
        Assert.Equal(
            root.GetProperty("cells").GetInt64(),
            root.GetProperty("components").EnumerateArray().Sum(component => component.GetProperty("cells").GetInt64()));
        Assert.InRange(root.GetProperty("peak_memory_bytes").GetInt64(), 1 << 28, 1L << 34);
        Assert.Equal(50, root.GetProperty("output").GetArrayLength());
        Assert.Equal(root.GetProperty("output").GetRawText().Replace("\n", "").Replace(" ", ""), File.ReadAllText(words));
    }

    [Theory]
    [InlineData("poseidon")]
    [InlineData("pedersen")]
    public void TheProgramIsHashedAsIsSaid(string hash)
    {
        string path = In("hashed.json");
        Assert.Equal(
            0, ConsoleRun.Of("adapt", "--pie", Pie, "--bootloader", Bootloader, "--program-hash", hash, "--out", path).Code);
        using JsonDocument input = JsonDocument.Parse(File.ReadAllBytes(path));
        JsonElement states = input.RootElement.GetProperty("state_transitions").GetProperty("casm_states_by_opcode");
        Assert.Equal(0, states.GetProperty("blake_compress_opcode").GetArrayLength());
    }

    [Theory]
    [InlineData("expected one of --program, --pie, --prover-input, got none", "prove", "--out", "x")]
    [InlineData(
        "expected one of --program, --pie, --prover-input, got several",
        "prove",
        "--out",
        "x",
        "--program",
        "a",
        "--prover-input",
        "b")]
    [InlineData("--pie and --bootloader: expected both or neither", "prove", "--out", "x", "--pie", "a")]
    [InlineData("--args: expected --program with it", "prove", "--out", "x", "--prover-input", "a", "--args", "b")]
    [InlineData("expected one of --program, --pie, got none", "adapt", "--out", "x")]
    public void OptionsThatDoNotFitAreRefused(string expected, params string[] arguments)
    {
        (int code, _, string error) = ConsoleRun.Of(arguments);
        Assert.NotEqual(0, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "single_page: expected a boolean, got nothing")]
    [InlineData(
        """{"single_page":true,"tasks":[{}]}""",
        "tasks[0].program_hash_function: expected one of pedersen, poseidon, blake, got nothing")]
    [InlineData(
        """{"single_page":true,"tasks":[{"type":"Cairo1Executable","program_hash_function":"blake","path":"x"}]}""",
        "tasks[0].path: expected a file that can be read (x: ")]
    [InlineData(
        """{"single_page":true,"tasks":[{"type":"Task","program_hash_function":"blake","path":"x"}]}""",
        "tasks[0].type: expected one of CairoPiePath, RunProgramTask, Cairo1Executable, got \"Task\"")]
    [InlineData(
        """{"single_page":true,"tasks":[{"type":"CairoPiePath","program_hash_function":"blake","path":"/no/such"}]}""",
        "tasks[0].path: expected a file that can be read (/no/such: ")]
    [InlineData(
        """{"single_page":true,"tasks":[{"type":"CairoPiePath","program_hash_function":"blake","path":"/dev/zero"}]}""",
        "tasks[0].path: expected a file that can be read (/dev/zero: expected at most 67108864 bytes, got more)")]
    [InlineData(
        """{"single_page":true,"tasks":[{"type":"RunProgramTask","program_hash_function":"blake","program":{"prime":"0x1"}}]}""",
        "tasks[0].program.program.prime: expected 0x80")]
    public void TasksThatAreNoneAreNamed(string tasks, string expected)
    {
        string path = In("tasks.json");
        File.WriteAllText(path, tasks);
        (int code, _, string error) = ConsoleRun.Of("adapt", "--program", Bootloader, "--args", path, "--out", In("out.json"));
        Assert.Equal(1, code);
        Assert.StartsWith($"{path}: {expected}", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
        Assert.False(File.Exists(In("out.json")));
    }

    [Theory]
    [InlineData("""{"memory":{"address_to_id":[0,-1]}}""", "memory.address_to_id[1]: expected an integer below 2147483648, got -1")]
    [InlineData(
        """{"state_transitions":{"casm_states_by_opcode":{"add_opcode":[{"pc":1,"ap":2,"fp":3},{"pc":true}]}}}""",
        "state_transitions.casm_states_by_opcode.add_opcode[1].pc: expected an integer below 536870912, got true")]
    [InlineData(
        """{"state_transitions":{"casm_states_by_opcode":{"fly_opcode":[]}}}""",
        "state_transitions.casm_states_by_opcode.fly_opcode: expected the name of an opcode, got [")]
    [InlineData(
        """{"builtin_segments":{"range_check_builtin":{"begin":1}}}""",
        "builtin_segments.range_check_builtin.begin: expected one of begin_addr, stop_ptr")]
    [InlineData("""{"memory":{"f252_values":[[1,2]]}}""", "memory.f252_values[0]: expected eight words")]
    [InlineData("""{"public_segment_context":{"present":[true]}}""", "public_segment_context.present: expected 11 booleans")]
    [InlineData("{}", "input: expected a member state_transitions")]
    [InlineData("{", "byte 0: expected JSON")]
    public void MembersOfAProverInputAreNamed(string json, string expected)
    {
        string path = In("input.json");
        File.WriteAllText(path, json);
        (int code, _, string error) = ConsoleRun.Of("prove", "--prover-input", path, "--out", In("proof.json"));
        Assert.Equal(1, code);
        Assert.StartsWith($"{path}: {expected}", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public void APackedInputIsUnpackedWithinABound()
    {
        string path = In("input.json.gz");
        byte[] packed;
        using (MemoryStream target = new())
        {
            using (GZipStream zip = new(target, CompressionLevel.SmallestSize, leaveOpen: true))
            {
                zip.Write(new byte[100]);
            }

            packed = target.ToArray();
        }

        Assert.Equal(100, Files.ProverInputFile.Unpack(path, packed, 100)!.Length);
        Assert.Null(Files.ProverInputFile.Unpack(path, packed, 99));
        packed[12] ^= 0xff;
        File.WriteAllBytes(path, packed);
        (int code, _, string error) = ConsoleRun.Of("prove", "--prover-input", path, "--out", In("proof.json"));
        Assert.Equal(1, code);
        Assert.StartsWith($"{path}: expected ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(5000)]
    public void APackedInputThatIsCutOffIsCalledSo(int missing)
    {
        string path = In("input.json.gz");
        using (FileStream file = File.Create(path))
        using (GZipStream zip = new(file, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(File.ReadAllBytes(Path.Combine(Data, "s-two", "all_builtins.prover_input.json")));
        }

        byte[] packed = File.ReadAllBytes(path);
        File.WriteAllBytes(path, packed[..^missing]);
        (int code, _, string error) = ConsoleRun.Of("prove", "--prover-input", path, "--out", In("proof.json"));
        Assert.Equal((1, $"{path}: expected a whole file packed by gzip, got one cut off"), (code, error.Trim()));
    }

    [Fact]
    public void AnExecutableOfCairoOneRunsWithItsArguments()
    {
        (string program, string arguments, string output) = (In("echo.executable.json"), In("arguments.json"), In("input.json"));
        File.WriteAllText(program, EchoExecutable.Json());
        File.WriteAllText(arguments, "[41, \"0x2\"]");
        (int code, _, string error) = ConsoleRun.Of("adapt", "--program", program, "--args", arguments, "--out", output);
        Assert.True(code == 0, error);
        using JsonDocument input = JsonDocument.Parse(File.ReadAllBytes(output));
        JsonElement memory = input.RootElement.GetProperty("memory");
        int first = input.RootElement.GetProperty("builtin_segments").GetProperty("output").GetProperty("begin_addr").GetInt32();
        int id = memory.GetProperty("address_to_id")[first].GetInt32();
        Assert.Equal(41, memory.GetProperty("small_values")[id].GetInt32());
        File.WriteAllText(arguments, "[true]");
        (code, _, error) = ConsoleRun.Of("adapt", "--program", program, "--args", arguments, "--out", output);
        Assert.Equal((1, $"{arguments}: [0]: expected a field element in hexadecimal, got true"), (code, error.Trim()));
    }

    [Fact]
    public void OtherBootloadersAndArgumentsOfNothingAreRefused()
    {
        string other = Path.Combine(Path.GetDirectoryName(Bootloader)!, "bootloader_compiled.json");
        (int code, _, string error) = ConsoleRun.Of("adapt", "--pie", Pie, "--bootloader", other, "--out", In("x"));
        Assert.Equal((1, true), (code, error.StartsWith($"{other}: expected a simple bootloader", StringComparison.Ordinal)));
        (code, _, error) = ConsoleRun.Of("adapt", "--program", Bootloader, "--out", In("x"));
        Assert.Equal((1, true), (code, error.StartsWith($"{Bootloader}: expected --args FILE", StringComparison.Ordinal)));
        string fib = Path.Combine(Data, "s-two", "programs", "fib_16.json");
        File.WriteAllText(In("object.json"), """{"n":1}""");
        (code, _, error) = ConsoleRun.Of("adapt", "--program", fib, "--args", In("object.json"), "--out", In("x"));
        Assert.Equal((1, true), (code, error.StartsWith($"{fib}: expected a program that takes arguments", StringComparison.Ordinal)));
    }

    private string In(string name) => Path.Combine(folder, name);
}
