using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using Kraken.Execution.Constants;
using Kraken.Node;
using Kraken.Node.Configuration;
using Kraken.Starknet.Genesis;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Cli.Tests;

/// <summary>Arguments that no verb can use are refused before it does anything, with the option, what it takes and what came.</summary>
public sealed class ArgumentTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-arguments-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("load --nodes ftp://a", "--nodes", "ftp://a")]
    [InlineData("load --nodes 127.0.0.1:5050", "--nodes", "127.0.0.1:5050")]
    [InlineData("load --nodes http://a,", "--nodes", "http://a,")]
    [InlineData("load --rate 0", "--rate", "0")]
    [InlineData("load --rate -1", "--rate", "-1")]
    [InlineData("load --rate NaN", "--rate", "NaN")]
    [InlineData("load --rate 100001", "--rate", "100001")]
    [InlineData("load --rate fast", "--rate", "fast")]
    [InlineData("load --rate 1,5", "--rate", "1,5")]
    [InlineData("load --duration 0,5", "--duration", "0,5")]
    [InlineData("load --ramp-from 1,5", "--ramp-from", "1,5")]
    [InlineData("load --patience 1,5", "--patience", "1,5")]
    [InlineData("load --duration -1", "--duration", "-1")]
    [InlineData("load --duration 86401", "--duration", "86401")]
    [InlineData("load --duration Infinity", "--duration", "Infinity")]
    [InlineData("load --weights 1,2", "--weights", "1,2")]
    [InlineData("load --weights 0,0,0", "--weights", "0,0,0")]
    [InlineData("load --weights 1,-1,1", "--weights", "1,-1,1")]
    [InlineData("load --weights 1,1,1,1", "--weights", "1,1,1,1")]
    [InlineData("load --weights 1,,1", "--weights", "1,,1")]
    [InlineData("load --weights 1000001,1,1", "--weights", "1000001,1,1")]
    [InlineData("load --size -1", "--size", "-1")]
    [InlineData("load --weights fly=1", "--weights", "fly=1")]
    [InlineData("load --weights transfer=0", "--weights", "transfer=0")]
    [InlineData("load --accounts 0", "--accounts", "0")]
    [InlineData("load --accounts 10001", "--accounts", "10001")]
    [InlineData("load --ramp-from 0", "--ramp-from", "0")]
    [InlineData("load --ramp-from -Infinity", "--ramp-from", "-Infinity")]
    [InlineData("load --patience -1", "--patience", "-1")]
    [InlineData("load --slo p99", "--slo", "p99")]
    [InlineData("load --slo p999=1s", "--slo", "p999=1s")]
    [InlineData("load --slo p99=1s,p99=1s", "--slo", "p99=1s,p99=1s")]
    [InlineData("load --find-knee", "--find-knee", "--slo")]
    [InlineData("load --find-knee --slo p99=1s --ramp-from 5", "--find-knee", "--ramp-from")]
    [InlineData("load --find-knee --slo p99=1s --presigned FILE", "--find-knee", "--presigned")]
    [InlineData("load --presign FILE --presigned FILE", "--presign", "--presigned")]
    [InlineData("load --presign FILE --slo p99=1s", "--presign", "--slo")]
    [InlineData("load --presign FILE --html FILE", "--presign", "--html")]
    [InlineData("load --presign FILE --patience 3", "--presign", "--patience")]
    [InlineData("load --presign FILE --no-pre-confirmed", "--presign", "--no-pre-confirmed")]
    [InlineData("load --presigned FILE --weights mint=1", "--presigned", "--weights")]
    [InlineData("load --presigned FILE --size 5", "--presigned", "--size")]
    [InlineData("load --presigned FILE --accounts 20", "--presigned", "--accounts")]
    [InlineData("run --native FILE --max-steps 1", "--native", "--max-steps")]
    [InlineData("run --native FILE --max-cells 1", "--native", "--max-cells")]
    [InlineData("run --native FILE --proof-mode", "--native", "--proof-mode")]
    [InlineData("run --native FILE --layout small", "--native", "--layout")]
    [InlineData("run --native --pie FILE", "--native", "--pie")]
    [InlineData("run --pie FILE --proof-mode", "--pie", "--proof-mode")]
    [InlineData("run --pie FILE --layout small", "--pie", "--layout")]
    [InlineData("native FILE 5", "arguments", "--run")]
    [InlineData("native FILE --gas 5", "--gas", "--run")]
    [InlineData("explore --rpc node", "--rpc", "node")]
    [InlineData("watch --rpc node", "--rpc", "node")]
    [InlineData("watch --rpc http://user:hidden@node", "--rpc", "http://***@node")]
    [InlineData("load --nodes http://user:hidden@node", "--nodes", "http://***@node")]
    [InlineData("prove --prover-input FILE --out FILE --memory 4", "--memory", "4")]
    [InlineData("prove --prover-input FILE --out FILE --memory 0MiB", "--memory", "0MiB")]
    [InlineData("prove --prover-input FILE --out FILE --memory 1025GiB", "--memory", "1025GiB")]
    [InlineData("prove --prover-input FILE --out FILE --memory -1GiB", "--memory", "-1GiB")]
    [InlineData("watch --memory 4", "--memory", "4")]
    [InlineData("watch --memory 200MiB", "--memory", "200MiB")]
    [InlineData("explore --port 0", "--port", "0")]
    [InlineData("explore --port 65536", "--port", "65536")]
    [InlineData("dev --account-class cairo0", "--account-class", "cairo0")]
    [InlineData("dev --proof-mode full", "--proof-mode", "full")]
    [InlineData("dev --accounts 256", "--accounts", "256")]
    [InlineData("dev --accounts -1", "--accounts", "-1")]
    [InlineData("dev --seed 4294967296", "--seed", "4294967296")]
    [InlineData("dev --initial-balance 1.5", "--initial-balance", "1.5")]
    [InlineData("dev --initial-balance 170141183460469231731687303715884105728 --accounts 2", "--initial-balance", "at most")]
    [InlineData("dev --chain-id AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDD", "--chain-id", "AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDD")]
    [InlineData("dev --start-time 253402300800", "--start-time", "253402300800")]
    [InlineData("dev --start-time 0", "--start-time", "0")]
    [InlineData("dev --block-generation-on 0", "--block-generation-on", "0")]
    [InlineData("dev --block-generation-on 86401", "--block-generation-on", "86401")]
    [InlineData("dev --block-generation-on never", "--block-generation-on", "never")]
    [InlineData("dev --gas-price 0", "--gas-price", "0")]
    [InlineData("dev --l2-gas-price-fri 1000000000000000000000001", "--l2-gas-price-fri", "1000000000000000000000001")]
    [InlineData("dev --host localhost", "--host", "localhost")]
    [InlineData("dev --port 65536", "--port", "65536")]
    [InlineData("dev --timeout 3601", "--timeout", "3601")]
    [InlineData("dev --dump-on never", "--dump-on", "never")]
    [InlineData("dev --dump-on exit", "--dump-on", "--dump-path")]
    [InlineData("dev --state-archive-capacity some", "--state-archive-capacity", "some")]
    [InlineData("up --port 63001", "--port", "63001")]
    [InlineData("up --port 0", "--port", "0")]
    [InlineData("up --load-seconds -1", "--load-seconds", "-1")]
    [InlineData("genesis --out OUT --validators 0", "--validators", "0")]
    [InlineData("genesis --out OUT --validators 101", "--validators", "101")]
    [InlineData("genesis --out OUT --rpc-port 65536", "--rpc-port", "65536")]
    [InlineData("genesis --out OUT --peer-port 0", "--peer-port", "0")]
    [InlineData("genesis --out OUT --chain-id AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDD", "--chain-id", "AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDD")]
    [InlineData("genesis --out OUT --chain-id é", "--chain-id", "é")]
    [InlineData("genesis --out OUT --starknet-version 0.14.9", "--starknet-version", "0.14.9")]
    [InlineData("genesis", "--out", "required")]
    [InlineData("node", "--data", "required")]
    [InlineData("node --data OUT --history 15", "--history", "15")]
    [InlineData("node --data OUT --history some", "--history", "some")]
    [InlineData("keys", "--out", "required")]
    [InlineData("keys --out", "--out", "argument")]
    [InlineData("down now", "now", "now")]
    [InlineData("fly", "fly", "fly")]
    [InlineData("sim --seeds many", "--seeds", "many")]
    public void AUselessArgumentIsNamed(string line, string option, string got)
    {
        (int code, _, string error) = CommandLineRun.Of(
            line.Replace("OUT", Path.Combine(folder, "net"), StringComparison.Ordinal).Split(' '));
        Assert.NotEqual(0, code);
        Assert.Contains(option, error, StringComparison.Ordinal);
        Assert.Contains(got, error, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    /// <summary>One line for one mistake: the option, what it takes, what came; of the program's types nothing is said.</summary>
    [Theory]
    [InlineData("dev --accounts x", "--accounts: expected a whole number from 0 to 255, got 'x'")]
    [InlineData("dev --accounts 256", "--accounts: expected a whole number from 0 to 255, got '256'")]
    [InlineData("dev --seed -1", "--seed: expected a whole number from 0 to 4294967295, got '-1'")]
    [InlineData("dev --start-time -1", "--start-time: expected a whole number from 1 to 253402300799, got '-1'")]
    [InlineData("dev --fork-block x", "--fork-block: expected a whole number from 0 to 18446744073709551615, got 'x'")]
    [InlineData("dev --fork-block 5", "--fork-block: expected --fork-network as well, got none")]
    [InlineData("dev --proofs FOLDER", "--proofs: expected --prove as well, got none")]
    [InlineData("dev --fork-cache FOLDER", "--fork-cache: expected --fork-network as well, got none")]
    [InlineData("dev --seed", "Required argument missing for option: '--seed'.")]
    [InlineData("dev --fork-block", "Required argument missing for option: '--fork-block'.")]
    [InlineData("dev --dump-on foo", "--dump-on: expected one of exit, block, request, got 'foo'")]
    [InlineData("dev --dump-on exit", "--dump-on exit: expected --dump-path as well, got none")]
    [InlineData("dev --dump-on block --dump-path /nope/x", "--dump-path: /nope/x: expected an existing folder, /nope is none")]
    [InlineData("dev --dump-on request --dump-path /", "--dump-path: /: expected a file to write, got a folder")]
    [InlineData("dev --gas-price 0", "--gas-price: expected a whole number from 1 to 10^24, got '0'")]
    [InlineData("dev --gas-price x", "--gas-price: expected a whole number from 1 to 10^24, got 'x'")]
    [InlineData("load --rate fast", "--rate: expected a number above 0, at most 100000, got 'fast'")]
    [InlineData("sim --seeds many", "--seeds: expected a whole number from -2147483648 to 2147483647, got 'many'")]
    [InlineData("run x --max-steps 0", "--max-steps: expected a whole number from 1 to 9223372036854775807, got '0'")]
    public void AMistakeIsOneLineOfOptionExpectedAndGot(string line, string expected)
    {
        (int code, _, string error) = CommandLineRun.Of(line.Split(' '));
        Assert.NotEqual(0, code);
        Assert.Equal(expected, error.Trim());
    }

    [Fact]
    public void ABalanceThatIsTooLargeIsToldTheLargest()
    {
        string[] balance = ["--initial-balance", $"4{new string('0', 38)}"];
        string error = CommandLineRun.Of(["dev", .. balance]).Error;
        Assert.Equal(
            $"--initial-balance: expected a whole number from 0 to 170141183460469231731687303715884105728, got '{balance[1]}'",
            error.Trim());
        (int code, _, error) = CommandLineRun.Of("dev", "--initial-balance", "170141183460469231731687303715884105728");
        Assert.NotEqual(0, code);
        Assert.StartsWith(
            "--initial-balance: expected at most 17014118346046923173168730371588410572 for 10 accounts", error, StringComparison.Ordinal);
    }

    [Fact]
    public void HelpShowsTheWordsThatAnOptionTakes() => Assert.Contains(
        "--dump-on <exit|block|request>", CommandLineRun.Of("help", "dev").Output, StringComparison.Ordinal);

    [Fact]
    public void PortsOfANetworkDoNotOverlap()
    {
        (int code, _, string error) = ConsoleRun.Of("genesis", "--out", folder, "--peer-port", "5053");
        Assert.Equal(2, code);
        Assert.Equal("--peer-port: expected a port 4 or more from --rpc-port 5050, for 4 validators, got 5053", error.Trim());
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    /// <summary>Whatever type an option has, what it cannot read is refused by what it takes.</summary>
    [Fact]
    public void NoOptionNamesATypeOfTheProgram()
    {
        Queue<(string Path, Command Command)> commands = new([("", CommandLine.Create())]);
        int typed = 0;
        while (commands.TryDequeue(out (string Path, Command Command) next))
        {
            foreach (Option option in next.Command.Options.Where(option => option.ValueType != typeof(void)))
            {
                string[] line = [.. next.Path.Split(' ', StringSplitOptions.RemoveEmptyEntries), $"{option.Name}=\u2603"];
                string[] errors = [.. CommandLine.Create().Parse(line).Errors.Select(error => error.Message)];
                Assert.DoesNotContain(errors, error => error.Contains("System.", StringComparison.Ordinal));
                Assert.DoesNotContain(errors, error => error.Contains("Kraken.", StringComparison.Ordinal));
                typed += errors.Count(error => error.StartsWith($"{option.Name}: expected ", StringComparison.Ordinal));
            }

            foreach (Command below in next.Command.Subcommands)
            {
                commands.Enqueue(($"{next.Path} {below.Name}", below));
            }
        }

        Assert.True(typed > 100);
    }

    [Fact]
    public void AClassThatIsNoFileIsToldWithItsOption()
    {
        foreach (string option in (string[])["--class", "--account-class-custom"])
        {
            string error = Assert.Throws<InvalidDataException>(() => CommandLineRun.Of("dev", option, "/nope")).Message;
            Assert.StartsWith($"{option}: /nope: expected a file that can be read", error, StringComparison.Ordinal);
            Assert.DoesNotContain("/nope: /nope", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AnErrorRepeatsNoLongArgument()
    {
        (int code, _, string error) = CommandLineRun.Of("explore", "--rpc", new string('x', 200_000));
        Assert.NotEqual(0, code);
        Assert.InRange(error.Length, 1, 1000);
    }

    [Theory]
    [InlineData("sim --seeds 0")]
    [InlineData("sim --nodes 3")]
    [InlineData("sim --nodes 31")]
    [InlineData("sim --mix sunshine")]
    public void ASimulationThatCannotBeIsNotRun(string line) => Assert.Equal(2, CommandLineRun.Of(line.Split(' ')).Code);

    [Fact]
    public void OneSeedIsSimulatedAndReplayed()
    {
        Assert.Equal(0, CommandLineRun.Of("sim", "--seeds", "1", "--from", "7").Code);
        Assert.Equal(0, CommandLineRun.Of("sim", "--replay", "7").Code);
        Assert.Equal(0, CommandLineRun.Of("sim", "--mix", "list").Code);
    }

    [Fact]
    public void EveryVersionOfTheProtocolThatShipsCanBeChosenAndTheLastIsTheDefault()
    {
        Assert.Equal(["0.14.2", "0.14.3", "0.14.4"], VersionedConstants.Versions);
        foreach (string version in VersionedConstants.Versions)
        {
            string network = Path.Combine(folder, version);
            Assert.Equal(0, CommandLineRun.Of("genesis", "--out", network, "--starknet-version", version, "--validators", "1").Code);
            Assert.Equal(version, GenesisFile.Load(Path.Combine(network, GenesisFile.FileName)).StarknetVersion);
        }

        string usual = Path.Combine(folder, "usual");
        Assert.Equal(0, CommandLineRun.Of("genesis", "--out", usual, "--validators", "1").Code);
        Assert.Equal("0.14.4", GenesisFile.Load(Path.Combine(usual, GenesisFile.FileName)).StarknetVersion);
        Assert.Equal("0.14.4", new GenesisDescription().StarknetVersion);
    }

    [Fact]
    public void ANetworkOfAnUnknownVersionIsRefusedWithThoseThatThereAre()
    {
        Assert.Equal(0, CommandLineRun.Of("genesis", "--out", folder, "--validators", "1").Code);
        string path = Path.Combine(folder, GenesisFile.FileName);
        File.WriteAllText(path, File.ReadAllText(path).Replace("0.14.4", "0.14.9", StringComparison.Ordinal));
        string message = Assert.Throws<InvalidDataException>(
            () => NodeHost.Open(Path.Combine(folder, "node1"), NullLoggerFactory.Instance)).Message;
        Assert.Contains("expected one of 0.14.2, 0.14.3, 0.14.4, got '0.14.9'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void KeysAreNeverOverwrittenAndNeverPrinted()
    {
        string output = Path.Combine(folder, "keys");
        (int code, string printed, _) = CommandLineRun.Of("keys", "--out", output);
        Assert.Equal(0, code);
        string[] files = [.. Directory.EnumerateFiles(output).Select(File.ReadAllText)];
        Assert.Equal(2, files.Length);
        Assert.All(files, key => Assert.All(
            key.Split('\n').Where(line => line.Length > 20), line => Assert.DoesNotContain(line, printed, StringComparison.Ordinal)));
        Assert.Throws<IOException>(() => CommandLineRun.Of("keys", "--out", output));
        Assert.Equal(files, Directory.EnumerateFiles(output).Select(File.ReadAllText));
    }
}
