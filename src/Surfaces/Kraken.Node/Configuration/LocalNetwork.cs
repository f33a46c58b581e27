using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Kraken.Consensus.Engine.Keys;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.P2P;
using Kraken.Starknet.Genesis;

namespace Kraken.Node.Configuration;

/// <summary>Makes the files of a network on this machine: a genesis file, and a folder with keys and ports per validator.</summary>
public static class LocalNetwork
{
    /// <summary>Draws keys and writes all files. A validator's address is the Starknet Keccak of its public signing key.</summary>
    /// <param name="folder">The network's folder; node k stands in its subfolder "nodek", counted from 1.</param>
    /// <param name="validators">How many validators.</param>
    /// <param name="firstRpcPort">The JSON-RPC port of the first node; the others follow.</param>
    /// <param name="firstPeerPort">The peer port of the first node; the others follow.</param>
    /// <param name="chainId">The chain id.</param>
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
        List<GenesisValidator> members = [];
        for (int index = 0; index < validators; index++)
        {
            string name = "node" + (index + 1).ToString(CultureInfo.InvariantCulture);
            string home = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
            using ValidatorKey key = ValidatorKey.Generate();
            key.Save(Path.Combine(home, NodeFile.SigningKeyFile));
            Felt address = Keccak.StarknetKeccak(key.PublicKey);
            members.Add(new GenesisValidator
            {
                Name = name,
                Address = address.ToString(),
                Weight = 1,
                SigningKey = key.PublicKey,
                ConnectionKey = PeerCertificate.Create(Path.Combine(home, NodeFile.ConnectionKeyFile)),
                Host = "127.0.0.1",
                Port = firstPeerPort + index,
            });
            string genesisFile = Path.Combine("..", GenesisFile.FileName);
            new NodeFile { Validator = address.ToString(), Genesis = genesisFile, RpcPort = firstRpcPort + index }
                .Save(Path.Combine(home, NodeFile.FileName));
        }

        GenesisFile genesis = new()
        {
            ChainId = chainId,
            Timestamp = (ulong)DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
            StarknetVersion = starknetVersion,
            BlockIntervalMs = 300,
            EmptyBlockIntervalMs = 5000,
            Validators = [.. members],
        };

        // The genesis file comes last: a folder that has it is complete.
        genesis.Save(Path.Combine(folder, GenesisFile.FileName));
        return genesis;
    }
}
