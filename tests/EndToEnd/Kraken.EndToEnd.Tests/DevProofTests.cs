using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Kraken.P2P.Tests;
using Xunit;

namespace Kraken.EndToEnd.Tests;

/// <summary>A development chain that proves its blocks, checked by the verbs that check every chain's.</summary>
public sealed class DevProofTests : IDisposable
{
    private static readonly TimeSpan Limit = Waiting.Minutes(5);

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-dev-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task EachBlockIsProved()
    {
        string port = FreePorts.Take().ToString(CultureInfo.InvariantCulture);
        string chain = Path.Combine(folder, "chain");
        await using Daemon dev = new(
            Path.Combine(folder, "dev.log"), "dev", "--port", port, "--prove", "--proofs", folder, "--data", chain, "--start-time", "9");
        Uri address = new($"http://127.0.0.1:{port}");
        using DevClient client = new(address);
        await client.ReachAsync(dev);
        await client.CallAsync("devnet_mint", """{"address":"0x1234","amount":5}""");
        await client.CallAsync("devnet_createBlock", "{}");
        string proofs = Path.Combine(folder, "proofs");
        await ProvedAsync(proofs, dev);
        string genesis = Directory.GetFiles(folder, "genesis.json", SearchOption.AllDirectories).Single();
        string[] shared = ["--proofs", proofs, "--genesis", genesis];
        await HoldsAsync("valid: blocks 1 to 2", ["verify", "--chain", .. shared]);
        await HoldsAsync("valid", ["verify", "--block", "1", "--nodes", address.OriginalString, .. shared]);
        string bundle = Path.Combine(folder, "blocks.bundle");
        await HoldsAsync("bundle", ["bundle", "--block", "1", "--out", bundle, .. shared]);
        await HoldsAsync("valid", ["verify", "--bundle", bundle, "--genesis", genesis]);
        string refusal = await client.RefusedAsync("devnet_abortBlocks", """{"starting_block_id":"latest"}""");
        Assert.Contains("none is taken back", refusal, StringComparison.Ordinal);
        await dev.InterruptAsync();
    }

    // Until no block is left without a proof, or the store names one.
    private static async Task ProvedAsync(string proofs, Daemon dev)
    {
        long deadline = Environment.TickCount64 + (long)Limit.TotalMilliseconds;
        while (!Directory.Exists(proofs) || !(Covers(proofs, 1) && Covers(proofs, 2)))
        {
            Assert.False(dev.HasExited, dev.Output);
            Assert.True(Environment.TickCount64 < deadline, dev.Output);
            await Task.Delay(200);
        }
    }

    private static bool Covers(string proofs, ulong block) => Directory.GetFiles(proofs, "manifest.json", SearchOption.AllDirectories)
        .Select(file => Path.GetFileName(Path.GetDirectoryName(file)!).Split('-'))
        .Any(range => range.Length == 2
            && ulong.TryParse(range[0], NumberStyles.None, CultureInfo.InvariantCulture, out ulong first)
            && ulong.TryParse(range[1], NumberStyles.None, CultureInfo.InvariantCulture, out ulong last)
            && first <= block && block <= last);

    private static async Task HoldsAsync(string expected, string[] arguments)
    {
        (int code, string output, string errors) = await Command.RunAsync(Limit, Repository.Kraken, arguments);
        Assert.True(code == 0, output + errors);
        Assert.Contains(expected, output, StringComparison.OrdinalIgnoreCase);
    }
}
