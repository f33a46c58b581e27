using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Verification;
using Kraken.Cairo.Hints.Bootloader;
using Kraken.Cairo.Prover.Adapter;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Pies;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo.Vm.Runs;
using Xunit;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>Ten transfers of the genuine operating system through the genuine simple bootloader, against the reference runner.</summary>
[Collection(LargeProofs.Name)]
public sealed class BootloaderInputTests
{
    private const string Name = "pie_10_transfers";

    [Fact]
    public void TheRunIsThatOfTheReferenceRunner()
    {
        CairoRunner runner = Run();
        Assert.Equal(ExpectedOutput(), runner.Output().Select(cell => cell.Felt.ToString()));
        ProverInput got = ProverInputAdapter.Adapt(runner);
        Assert.Equal(457_183, got.Steps);
        ProverInputs.AssertEqual(Expected(), got);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void TheRunIsProvedWithItsOutput()
    {
        CairoProof proof = CairoProver.Prove(ProverInputAdapter.Adapt(Run()), ProverParameters.Default);
        Assert.Null(CairoVerifier.Verify(proof));
        Assert.Equal(ExpectedOutput(), proof.Claim.PublicData.Output.Select(cell => cell.Value.ToString()));
    }

    private static CairoRunner Run()
    {
        string data = Path.Combine(SharedData.Folder, "..");
        byte[] json = File.ReadAllBytes(Path.Combine(data, "cairo", "vm_programs", "proving_utils", "simple_bootloader_compiled.json"));
        Assert.True(CairoProgramReader.TryRead(json, out CairoProgram? bootloader, out ProgramError? error), error?.ToString());
        byte[] archive = File.ReadAllBytes(Path.Combine(data, "starknet", "os", "cairo_pie_10_transfers.zip"));
        Assert.True(CairoPieReader.TryRead(archive, CairoPieLimits.Default, out CairoPie? pie, out error), error?.ToString());
        BootloaderInput input = new([new PieTask(pie, ProgramHashFunction.Blake)], IsSinglePage: true);
        IHintProcessor hints = BootloaderHints.For(bootloader, input, out _);
        VmError? failure = CairoRunner.Run(bootloader, RunOptions.Stwo, hints, out CairoRunner runner);
        Assert.Null(failure);
        return runner;
    }

    private static ProverInput Expected()
    {
        string path = Path.Combine(SharedData.Folder, $"{Name}.prover_input.json.gz");
        using GZipStream file = new(File.OpenRead(path), CompressionMode.Decompress);
        using MemoryStream json = new();
        file.CopyTo(json);
        ProverInputError? error = ProverInputReader.TryRead(json.ToArray(), out ProverInput? input);
        return input ?? throw new InvalidDataException(error!.ToString());
    }

    private static string[] ExpectedOutput() =>
        JsonSerializer.Deserialize<string[]>(File.ReadAllBytes(Path.Combine(SharedData.Folder, $"{Name}.program_output.json")))!;
}
