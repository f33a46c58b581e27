using System;
using System.CommandLine;
using System.IO;
using Kraken.Consensus.Engine.Keys;
using Kraken.Hashing;
using Kraken.Node.Configuration;
using Kraken.P2P;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken keys</c>: draws a validator's two keys and prints what a genesis file needs of them.</summary>
internal static class KeysVerb
{
    public static Command Create()
    {
        Option<string> output =
            new("--out") { Description = "The folder for the key files; existing ones are never overwritten.", Required = true };
        Command command = new("keys", "Draw a validator's keys; prints address and public keys, never the keys themselves.") { output };
        command.SetAction(result =>
        {
            string folder = Directory.CreateDirectory(Path.GetFullPath(result.GetRequiredValue(output))).FullName;
            using ValidatorKey key = ValidatorKey.Generate();
            key.Save(Path.Combine(folder, NodeFile.SigningKeyFile));
            byte[] connection = PeerCertificate.Create(Path.Combine(folder, NodeFile.ConnectionKeyFile));
            result.InvocationConfiguration.Output.WriteLine($"address         {Keccak.StarknetKeccak(key.PublicKey)}");
            result.InvocationConfiguration.Output.WriteLine($"signing_key     {Convert.ToBase64String(key.PublicKey)}");
            result.InvocationConfiguration.Output.WriteLine($"connection_key  {Convert.ToBase64String(connection)}");
            return 0;
        });
        return command;
    }
}
