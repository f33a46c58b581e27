using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Kraken.Node.Configuration.Launch;
using Kraken.Starknet.Genesis;

namespace Kraken.Node.Configuration;

/// <summary>
/// Makes the files of a network on this machine: a genesis file that says nothing of the first block, which is that of development chains,
/// and a folder with keys and ports per validator.
/// </summary>
public static class LocalNetwork
{
    /// <summary>The most validators that a network is begun with.</summary>
    public const int MaxValidators = 100;

    private const string Loopback = "127.0.0.1";

    /// <summary>Draws keys and writes all files. A validator's address is the Starknet Keccak of its public signing key.</summary>
    /// <param name="folder">The network's folder; node k stands in its subfolder "nodek", counted from 1.</param>
    /// <param name="firstRpcPort">The JSON-RPC port of the first node; the others follow.</param>
    /// <param name="firstPeerPort">The peer port of the first node; the others follow.</param>
    /// <param name="starknetVersion">The protocol version whose constants apply.</param>
    /// <exception cref="IOException">A file exists already; none is ever overwritten.</exception>
    public static GenesisFile Create(
        string folder,
        int validators,
        int firstRpcPort,
        int firstPeerPort,
        string chainId = "SN_SEPOLIA",
        string starknetVersion = GenesisDescription.DefaultStarknetVersion)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(validators, 1);
        ImmutableArray<GenesisValidator> members =
        [
            .. Enumerable.Range(0, validators).Select(index => ChainNetwork.Settled(
                folder, new ValidatorPlan(NameOf(index), Loopback, firstPeerPort + index, firstRpcPort + index))),
        ];
        GenesisFile genesis = new()
        {
            ChainId = chainId,
            Timestamp = (ulong)DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
            StarknetVersion = starknetVersion,
            BlockIntervalMs = 300,
            EmptyBlockIntervalMs = 5000,
            Validators = members,
        };

        // The genesis file comes last: a folder that has it is complete.
        genesis.Save(Path.Combine(folder, GenesisFile.FileName));
        return genesis;
    }

    /// <summary>What the validator of an index is called, counted from 0.</summary>
    internal static string NameOf(int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"node{index + 1}");
}
