using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Dev;
using Kraken.Node.Configuration;
using Kraken.Node.Configuration.Launch;
using Kraken.Proofs.Checking;
using Kraken.Starknet.Genesis;
using Kraken.Watcher;
using Microsoft.Extensions.Logging;

namespace Kraken.Cli.Verbs;

/// <summary>The proofs of a development chain: a watcher in its process, and the genesis file by which they are checked.</summary>
internal sealed class DevProving
{
    // The blocks of a developer wait for each other no longer than one takes to make.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly GenesisFile genesis;
    private readonly string genesisPath;
    private readonly string proofs;
    private readonly string work;

    private DevProving(GenesisFile genesis, string folder)
    {
        this.genesis = genesis;
        work = Directory.CreateDirectory(Path.Combine(folder, genesis.Content!.BlockHash.ToString())).FullName;
        genesisPath = Path.Combine(work, GenesisFile.FileName);
        proofs = Path.Combine(folder, "proofs");
    }

    /// <summary>Writes the genesis file of a chain, where it is not there yet.</summary>
    /// <param name="host">The chain, whose blocks have certificates.</param>
    /// <param name="folder">Where proofs of development chains lie; each chain has a folder of its block 0 beside them.</param>
    /// <exception cref="InvalidDataException">Another genesis file lies in its place.</exception>
    public static DevProving Open(DevHost host, string folder)
    {
        GenesisDescription description = host.Genesis;
        ValidatorPlan validator = new("dev", host.Address.Host, host.Address.Port, host.Address.Port)
        {
            Keys = new ValidatorKeys(host.Committee!.Address, host.Committee.PublicKey, host.Committee.PublicKey),
        };
        DevProving proving = new(
            ChainNetwork.FileOf(new ChainPlan(description, [validator])
            {
                ClassNames =
                [
                    .. Enumerable.Range(1, description.Classes.Length).Select(
                        number => string.Create(CultureInfo.InvariantCulture, $"class{number}")),
                ],
            }),
            folder);
        if (!File.Exists(proving.genesisPath))
        {
            proving.genesis.Save(proving.genesisPath);
        }

        using BlockAuthority there = GenesisAuthority.Open(proving.genesisPath);
        return there.GenesisHash == host.GenesisHash
            ? proving
            : throw new InvalidDataException(
                $"{proving.genesisPath}: expected a chain that begins with {host.GenesisHash}, got one with {there.GenesisHash}");
    }

    /// <summary>Makes blocks and proves them until cancelled.</summary>
    /// <param name="host">The chain, which listens.</param>
    /// <param name="logger">Told of what is proved.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task RunAsync(DevHost host, ILogger logger, CancellationToken cancellation)
    {
        string check = $"kraken verify --chain --proofs {proofs} --genesis {genesisPath}";
        await Console.Out.WriteLineAsync($"proofs in {proofs}; check them with: {check}").ConfigureAwait(false);
        using BlockAuthority authority = GenesisAuthority.Open(genesis, genesisPath);
        WatcherOptions options = new(host.Address, work, proofs) { YieldsToNodes = false, RangePatience = Patience };
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task chain = host.RunAsync(stop.Token);
        Task watcher = WatcherService.RunAsync(options, authority, null, logger, stop.Token);
        try
        {
            // Whichever ends ends the other.
            await (await Task.WhenAny(chain, watcher).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(chain, watcher).ConfigureAwait(false);
        }
    }
}
