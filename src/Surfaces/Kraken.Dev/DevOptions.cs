using System;
using System.Collections.Immutable;
using System.Globalization;
using Kraken.Dev.Forking;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;

namespace Kraken.Dev;

/// <summary>A development chain: the options of <c>kraken dev</c>, named and preset as those of starknet-devnet.</summary>
public sealed record DevOptions
{
    /// <summary>The port that is listened to by default.</summary>
    public const int DefaultPort = 5050;

    /// <summary>The most accounts.</summary>
    public const int MaxAccounts = 255;

    /// <summary>The most classes that are declared beside the chain's own.</summary>
    public const int MaxClasses = 16;

    /// <summary>The latest time of a block: the end of the year 9999, in seconds since 1970-01-01 UTC.</summary>
    public static ulong MaxTime { get; } = (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>The longest time that a request may take by option.</summary>
    public const int MaxTimeoutSeconds = 3600;

    /// <summary>A token's largest supply, which all balances share with what is minted: 2^127.</summary>
    public static UInt128 MaxSupply { get; } = UInt128.One << 127;

    /// <summary>The highest gas price: with it the gas of a block costs less than a token's supply.</summary>
    public static UInt128 MaxPrice { get; } = UInt128.Parse("1000000000000000000000000", CultureInfo.InvariantCulture);

    /// <summary>Where accounts come from.</summary>
    public uint Seed { get; init; }

    /// <summary>How many accounts there are, 0 to <see cref="MaxAccounts"/>.</summary>
    public int Accounts { get; init; } = 10;

    /// <summary>What each has of both tokens, in wei and fri: 1000 by default.</summary>
    public UInt128 InitialBalance { get; init; } = 1_000 * UInt128.Parse("1000000000000000000", CultureInfo.InvariantCulture);

    /// <summary>The class of the accounts; null for the chain's own.</summary>
    public SierraClass? AccountClass { get; init; }

    /// <summary>Classes that are declared beside the chain's own.</summary>
    public ImmutableArray<SierraClass> Classes { get; init; } = [];

    /// <summary>Classes that lay in a folder: those that compile are declared too, others are told of and left aside.</summary>
    public ImmutableArray<SierraClass> FoundClasses { get; init; } = [];

    /// <summary>The folder in which compiled classes are kept for later processes; null to compile them each time.</summary>
    public string? ClassCache { get; init; }

    /// <summary>The chain that transactions are signed for, up to 31 ASCII characters.</summary>
    public string ChainId { get; init; } = "SN_SEPOLIA";

    /// <summary>The protocol version whose costs apply, one of those that are known.</summary>
    public string StarknetVersion { get; init; } = GenesisDescription.DefaultStarknetVersion;

    /// <summary>The time of block 0, in seconds since 1970-01-01 UTC; null for now.</summary>
    public ulong? StartTime { get; init; }

    /// <summary>The gas prices at first.</summary>
    public GasPrices GasPrices { get; init; } = new GenesisDescription().GasPrices;

    /// <summary>When blocks are made.</summary>
    public BlockGeneration BlockGeneration { get; init; } = BlockGeneration.OnTransaction;

    /// <summary>Whether senders pay for their transactions.</summary>
    public bool ChargesFees { get; init; } = true;

    /// <summary>Whether accounts validate transactions.</summary>
    public bool Validates { get; init; } = true;

    /// <summary>
    /// Whether the blocks are to be proved: then each has a certificate of a committee of one, and none is taken back or made otherwise
    /// than by the protocol.
    /// </summary>
    public bool IsProved { get; init; }

    /// <summary>The network that the chain goes on from; null where it begins by itself.</summary>
    public ForkOptions? Fork { get; init; }

    /// <summary>The address that is listened to.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port that is listened to; 0 for a free one.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>How long a request may take, in seconds, 1 to <see cref="MaxTimeoutSeconds"/>.</summary>
    public int TimeoutSeconds { get; init; } = 120;

    /// <summary>The folder of the chain; null to keep it in memory.</summary>
    public string? Data { get; init; }

    /// <summary>When what was done is written.</summary>
    public DumpTime DumpOn { get; init; } = DumpTime.Never;

    /// <summary>Where it is written, and loaded from at the start where the file is there; null for nowhere.</summary>
    public string? DumpPath { get; init; }

    /// <summary>The methods that are refused.</summary>
    public ImmutableArray<string> RestrictedMethods { get; init; } = [];

    /// <summary>Whether a gas price is one that a chain may have.</summary>
    public static bool IsPrice(UInt128 price) => price >= UInt128.One && price <= MaxPrice;

    private UInt128 MaxBalance => MaxSupply / (UInt128)Math.Max(Accounts, 1);

    /// <summary>What is wrong with the options together, with what was expected and what came; null when they are consistent.</summary>
    public string? Problem() =>
        InitialBalance > MaxBalance
            ? $"--initial-balance: expected at most {MaxBalance} for {Accounts} accounts, got {InitialBalance}"
        : IsProved && !(ChargesFees && Validates) ? "--prove: expected neither --no-fee nor --no-validation: what runs so is not provable"
        : IsProved && StarknetVersion != GenesisDescription.DefaultStarknetVersion
            ? $"--prove: expected --starknet-version {GenesisDescription.DefaultStarknetVersion}, got {StarknetVersion}"
        : IsProved && Fork is not null ? "--prove: expected no --fork-network: the state of a fork has no root that could be proved"
        : DumpOn is DumpTime.Exit or DumpTime.Block && DumpPath is null ? $"--dump-on {DumpOn}: expected --dump-path as well"
        : null;
}
