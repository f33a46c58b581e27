using System;
using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Kraken.P2P.Tests;
using Xunit;

namespace Kraken.EndToEnd.Tests;

/// <summary>The command itself: verify, prove, compile, up and down.</summary>
public sealed class CommandTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-command-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task AGenuineProofIsAcceptedAndOneAlteredByteIsRefused()
    {
        string genuine = Path.Combine(Repository.SharedData, "s-two", "ret_opcode.canonical_small.proof.bin.bz2");
        (int code, string output, string errors) = await Command.RunAsync(Limit, Repository.Kraken, "verify", genuine);
        Assert.True(code == 0, output + errors);
        Assert.StartsWith("valid", output, StringComparison.Ordinal);
        byte[] bytes = await File.ReadAllBytesAsync(genuine);
        bytes[bytes.Length / 2] ^= 1;
        string altered = Path.Combine(folder, "altered.bin.bz2");
        await File.WriteAllBytesAsync(altered, bytes);
        (code, output, _) = await Command.RunAsync(Limit, Repository.Kraken, "verify", altered);
        Assert.NotEqual(0, code);
        Assert.StartsWith("INVALID", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProvingAProgramGivesTheGenuineProof()
    {
        string data = Path.Combine(Repository.SharedData, "s-two");
        string proof = Path.Combine(folder, "ret.json");
        (int code, string output, string errors) = await Command.RunAsync(
            Limit,
            Repository.Kraken,
            "prove",
            "--program",
            Path.Combine(data, "programs", "test_prove_verify_ret_opcode.compiled.json"),
            "--params",
            Path.Combine(data, "params.canonical_small.json"),
            "--format",
            "cairo-serde",
            "--out",
            proof);
        Assert.True(code == 0, output + errors);
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(data, "ret_opcode.canonical_small.proof.cairo_serde.json")),
            await File.ReadAllBytesAsync(proof));
    }

    [Fact]
    public async Task UpStartsEverythingStopsWithinTenSecondsAndDownRemovesIt()
    {
        string data = Path.Combine(folder, "up");
        string port = FreePorts.Take(40).ToString(CultureInfo.InvariantCulture);
        await using Daemon up = new(
            Path.Combine(folder, "up.log"), "up", "--data", data, "--port", port, "--load-seconds", "3", "--execution", "both");
        long deadline = Environment.TickCount64 + (long)Limit.TotalMilliseconds;
        while (!Regex.IsMatch(up.Output, "heights ([3-9]|[0-9]{2,}) "))
        {
            Assert.False(up.HasExited, up.Output);
            Assert.True(Environment.TickCount64 < deadline, up.Output);
            await Task.Delay(200);
        }

        Assert.True(await up.InterruptAsync() < TimeSpan.FromSeconds(10), up.Output);
        (int code, string output, string errors) = await Command.RunAsync(Limit, Repository.Kraken, "down", "--data", data);
        Assert.True(code == 0, output + errors);
        Assert.False(Directory.Exists(data));
    }
}
