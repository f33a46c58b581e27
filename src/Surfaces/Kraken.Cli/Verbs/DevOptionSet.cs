using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using Kraken.Cairo.Prover;
using Kraken.Cli.Files;
using Kraken.Dev;
using Kraken.Dev.Forking;
using Kraken.Execution.Constants;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;

namespace Kraken.Cli.Verbs;

/// <summary>The options of <c>kraken dev</c>, those of starknet-devnet among them under its names.</summary>
internal sealed class DevOptionSet
{
    private const string MainnetWord = "MAINNET";
    private const string TestnetWord = "TESTNET";

    private static readonly DevOptions Defaults = new();

    private readonly Option<uint> seed = new("--seed") { Description = "Where the keys of the accounts come from." };

    private readonly Option<int> accounts = new("--accounts")
    {
        Description = "How many accounts are predeployed.", DefaultValueFactory = _ => Defaults.Accounts,
    };

    private readonly Option<string> balance = Amount(
        "--initial-balance", "What each account has of both tokens, in wei and fri.", 0, DevOptions.MaxSupply, $"{DevOptions.MaxSupply}");

    private readonly Option<string?> accountClass = new("--account-class-custom")
    {
        Description = "The class of the accounts, a Sierra file.",
    };

    private readonly Option<string[]> classes = new("--class")
    {
        Description = "Sierra files of classes that are declared from the first block on, or folders of them; "
            + $"without it those of the folder that {ClassFiles.Variable} names.", AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> classCache = new("--class-cache")
    {
        Description = "The folder in which compiled classes are kept for the next start.",
        DefaultValueFactory = _ => FixedColumnCache.OfUser() is { } user ? Path.Combine(user.Folder, "classes") : null,
    };

    private readonly Option<string> chainId = new("--chain-id")
    {
        Description = $"{TestnetWord}, {MainnetWord} or up to {GenesisBounds.MaxNameLength} ASCII characters.",
        DefaultValueFactory = _ => TestnetWord,
    };

    private readonly Option<string> version = new("--starknet-version")
    {
        Description = "The protocol version whose costs apply.", DefaultValueFactory = _ => Defaults.StarknetVersion,
    };

    private readonly Option<ulong?> startTime = new("--start-time") { Description = "The time of block 0, in seconds since 1970." };

    private readonly Option<string> generation = new("--block-generation-on")
    {
        Description = "When a block is made: 'transaction', 'demand' or every so many seconds.",
        DefaultValueFactory = _ => Defaults.BlockGeneration.ToString(),
    };

    private readonly Option<string> host = new("--host")
    {
        Description = "The address to listen at.", DefaultValueFactory = _ => Defaults.Host,
    };

    private readonly Option<int> port = new("--port")
    {
        Description = "The port to listen at; 0 takes a free one.", DefaultValueFactory = _ => Defaults.Port,
    };

    private readonly Option<int> timeout = new("--timeout")
    {
        Description = "Seconds that a request may take.", DefaultValueFactory = _ => Defaults.TimeoutSeconds,
    };

    private readonly Option<string>[] prices =
    [
        Price("--gas-price", "L1 gas, in wei"), Price("--data-gas-price", "L1 data gas, in wei"),
        Price("--gas-price-fri", "L1 gas, in fri"), Price("--data-gas-price-fri", "L1 data gas, in fri"),
        Price("--l2-gas-price", "L2 gas, in wei"), Price("--l2-gas-price-fri", "L2 gas, in fri"),
    ];

    private readonly Option<bool> noFee = new("--no-fee") { Description = "Charge no fees." };
    private readonly Option<bool> noValidation = new("--no-validation") { Description = "Ask no account whether it signed." };
    private readonly Option<string?> forkNetwork = new("--fork-network")
    {
        Description = "The JSON-RPC address of a network from whose state and blocks the chain goes on.",
    };

    private readonly Option<ulong?> forkBlock = new("--fork-block") { Description = "The block to fork at; without it the latest." };

    private readonly Option<string?> forkCache = new("--fork-cache")
    {
        Description = "The folder in which what the forked network says is kept; without it memory.",
    };

    private readonly Option<bool> prove = new("--prove") { Description = "Prove the blocks, as a watcher does those of a network." };
    private readonly Option<string?> data = new("--data") { Description = "The folder of the chain; without it the chain is in memory." };
    private readonly Option<DumpTime> dumpOn = new("--dump-on") { Description = "When what was done is written: exit, block or request." };

    private readonly Option<string?> dumpPath = new("--dump-path")
    {
        Description = "The file of it, loaded at the start where it is there.",
    };

    private readonly Option<string[]> restricted = new("--restrictive-mode")
    {
        Description = "Methods that are refused; without names the dangerous ones.",
        Arity = ArgumentArity.ZeroOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string> archive = new("--state-archive-capacity")
    {
        Description = "'none' or 'full', for starknet-devnet's clients: all states are kept.", DefaultValueFactory = _ => "full",
    };

    // What the command lines of starknet-devnet's users say and what is so in any case.
    private readonly Option<string> accountKind = Word("--account-class", "cairo1", "the accounts are of a class of Cairo 1");
    private readonly Option<string> proofMode = Word("--proof-mode", "none", "proofs of transactions are neither made nor checked");

    private readonly Option<bool> lite = new("--lite-mode")
    {
        Description = "For starknet-devnet's clients: hashes of blocks are computed all the same.",
    };

    private readonly Option<bool> caching = new("--fork-upstream-caching")
    {
        Description = "For starknet-devnet's clients: what a network says is always kept.",
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        balance.Aliases.Add("-e");
        Check();
        foreach (Option option in (IEnumerable<Option>)
        [
            seed, accounts, balance, accountClass, classes, classCache, chainId, version, startTime, generation, host, port, timeout,
            .. prices, noFee, noValidation, forkNetwork, forkBlock, forkCache, prove, data, dumpOn, dumpPath, restricted, archive,
            accountKind, proofMode, lite, caching,
        ])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>
    /// What is wrong with options together; null where they are consistent, or one of them is told to be wrong by itself.
    /// </summary>
    /// <param name="result">The command line.</param>
    /// <param name="ofProofs">The option of proofs that this set does not have.</param>
    public string? Conflict(CommandResult result, Option ofProofs)
    {
        try
        {
            return Lonely(result, ofProofs) ?? new DevOptions
            {
                Accounts = result.GetResult(accounts) is null ? Defaults.Accounts : result.GetValue(accounts),
                InitialBalance = IsAmount(result.GetValue(balance), out UInt128 given) ? given : Defaults.InitialBalance,
                DumpOn = result.GetValue(dumpOn),
                DumpPath = result.GetValue(dumpPath),
                ChargesFees = !result.GetValue(noFee),
                Validates = !result.GetValue(noValidation),
                IsProved = result.GetValue(prove),
                StarknetVersion = result.GetValue(version) ?? Defaults.StarknetVersion,
                Fork = ForkOf(result.GetValue(forkNetwork), null, null),
            }.Problem();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // What has an effect beside another option alone, and what is to be written where nothing can be.
    private string? Lonely(CommandResult result, Option ofProofs)
    {
        Option? Given(params Option[] options) => options.FirstOrDefault(option => result.GetResult(option) is { Implicit: false });
        Option? forking = result.GetValue(forkNetwork) is null ? Given(forkBlock, forkCache) : null;
        Option? proving = result.GetValue(prove) ? null : Given(ofProofs);
        (DumpTime when, string? dump) = (result.GetValue(dumpOn), result.GetValue(dumpPath));

        // Throws where it cannot be read, which is told already: no need to tell that it has no effect.
        _ = result.GetValue(forkBlock);
        return forking is not null ? $"{forking.Name}: expected {forkNetwork.Name} as well, got none"
            : proving is not null ? $"{proving.Name}: expected {prove.Name} as well, got none"
            : when is DumpTime.Never ? null
            : dump is not null ? OutputFile.FindProblem(dump) is { } problem ? $"{dumpPath.Name}: {dump}: {problem}" : null
            : when is DumpTime.Request ? null
            : $"{dumpOn.Name} {result.GetResult(dumpOn)!.Tokens[^1].Value}: expected {dumpPath.Name} as well, got none";
    }

    /// <summary>The options of a command line.</summary>
    /// <exception cref="InvalidDataException">A class file is none.</exception>
    public DevOptions Read(ParseResult result)
    {
        (ImmutableArray<SierraClass> named, ImmutableArray<SierraClass> found) =
            ClassFiles.ReadAll(classes.Name, result.GetValue(classes) ?? []);
        return ReadOthers(result) with { Classes = named, FoundClasses = found };
    }

    private DevOptions ReadOthers(ParseResult result) => new()
    {
        Seed = result.GetValue(seed),
        Accounts = result.GetValue(accounts),
        InitialBalance = result.GetValue(balance) is { } amount ? Parse(amount) : Defaults.InitialBalance,
        AccountClass = result.GetValue(accountClass) is { } path ? ClassFiles.Read(accountClass.Name, path) : null,
        ClassCache = result.GetValue(classCache) is { Length: > 0 } kept ? Path.GetFullPath(kept) : null,
        ChainId = result.GetRequiredValue(chainId) switch { TestnetWord => "SN_SEPOLIA", MainnetWord => "SN_MAIN", string other => other },
        StarknetVersion = result.GetRequiredValue(version),
        StartTime = result.GetValue(startTime),
        BlockGeneration = BlockGeneration.TryParse(result.GetValue(generation), out BlockGeneration when) ? when : default,
        Host = result.GetRequiredValue(host),
        Port = result.GetValue(port),
        TimeoutSeconds = result.GetValue(timeout),
        GasPrices = ReadPrices(result),
        ChargesFees = !result.GetValue(noFee),
        Validates = !result.GetValue(noValidation),
        IsProved = result.GetValue(prove),
        Fork = ForkOf(result.GetValue(forkNetwork), result.GetValue(forkBlock), result.GetValue(forkCache)),
        Data = result.GetValue(data) is { } folder ? Path.GetFullPath(folder) : null,
        DumpOn = result.GetValue(dumpOn),
        DumpPath = result.GetValue(dumpPath),
        RestrictedMethods = result.GetResult(restricted) is not { Implicit: false } ? []
            : result.GetValue(restricted) is { Length: > 0 } named ? [.. named] : DevHost.UsuallyRestricted,
    };

    private static Option<string> Amount(string name, string description, UInt128 least, UInt128 most, string mostInWords)
    {
        Option<string> option = new(name) { Description = description };
        option.Must(
            text => IsAmount(text, out UInt128 value) && value >= least && value <= most, $"a whole number from {least} to {mostInWords}");
        return option;
    }

    // An option of starknet-devnet that has one value here.
    private static Option<string> Word(string name, string only, string what)
    {
        Option<string> option = new(name)
        {
            Description = $"'{only}', for starknet-devnet's clients: {what}.", DefaultValueFactory = _ => only,
        };
        option.Must(text => text == only, $"'{only}': {what}");
        return option;
    }

    private static Option<string> Price(string name, string what) =>
        Amount(name, $"The price of a unit of {what}.", 1, DevOptions.MaxPrice, "10^24");

    private static ForkOptions? ForkOf(string? network, ulong? block, string? cache) =>
        network is null || !Uri.TryCreate(network, UriKind.Absolute, out Uri? address) ? null : new ForkOptions(address)
        {
            Block = block, CacheFolder = cache is null ? null : Path.GetFullPath(cache),
        };

    private static bool IsAmount(string? text, out UInt128 value) =>
        UInt128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static UInt128 Parse(string text) => UInt128.Parse(text, CultureInfo.InvariantCulture);

    private void Check()
    {
        accounts.Between(0, DevOptions.MaxAccounts);
        classes.Must(paths => paths.Length <= DevOptions.MaxClasses, $"at most {DevOptions.MaxClasses} files or folders");
        chainId.IsName();
        version.Must(text => VersionedConstants.Versions.Contains(text), $"one of {string.Join(", ", VersionedConstants.Versions)}");
        startTime.Between(1UL, DevOptions.MaxTime);
        generation.Must(text => BlockGeneration.TryParse(text, out _), BlockGeneration.Expected);
        host.Must(text => IPAddress.TryParse(text, out _), "an IP address");
        forkNetwork.Must(text => text is null || OptionRules.IsHttpAddress(text), "an address such as http://127.0.0.1:5050");
        port.Between(0, 65_535);
        timeout.Between(1, DevOptions.MaxTimeoutSeconds);
        dumpOn.OneOf(("exit", DumpTime.Exit), ("block", DumpTime.Block), ("request", DumpTime.Request));
        archive.Must(text => text is "none" or "full", "'none' or 'full'");
    }

    private GasPrices ReadPrices(ParseResult result)
    {
        GasPrices usual = Defaults.GasPrices;
        UInt128 Of(int index, UInt128 absent) => result.GetValue(prices[index]) is { } text ? Parse(text) : absent;
        return new GasPrices(
            new GasPrice(Of(0, usual.L1Gas.InWei), Of(2, usual.L1Gas.InFri)),
            new GasPrice(Of(1, usual.L1DataGas.InWei), Of(3, usual.L1DataGas.InFri)),
            new GasPrice(Of(4, usual.L2Gas.InWei), Of(5, usual.L2Gas.InFri)));
    }
}
