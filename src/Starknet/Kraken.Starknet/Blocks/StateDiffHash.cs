using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Starknet.Blocks;

/// <summary>The state diff commitment of a block (0.13.2 and later).</summary>
public static class StateDiffHash
{
    private static readonly Felt Domain = Felt.FromShortString("STARKNET_STATE_DIFF0");

    /// <summary>The commitment; the order of the diff's lists does not matter.</summary>
    public static Felt Compute(StateDiff diff)
    {
        StateDiff sorted = diff.Sorted();
        List<Felt> words = [Domain];
        AppendClasses(words, sorted);
        words.Add(1); // one data availability mode, L1, follows
        words.Add(Felt.Zero);
        words.Add(sorted.StorageDiffs.Length);
        foreach (ContractStorageDiff contract in sorted.StorageDiffs)
        {
            words.Add(contract.Address);
            words.Add(contract.Entries.Length);
            words.AddRange(contract.Entries.SelectMany(entry => (Felt[])[entry.Key, entry.Value]));
        }

        words.Add(sorted.Nonces.Length);
        words.AddRange(sorted.Nonces.SelectMany(update => (Felt[])[update.Address, update.Nonce]));
        return Poseidon.HashMany(CollectionsMarshal.AsSpan(words));
    }

    private static void AppendClasses(List<Felt> words, StateDiff diff)
    {
        words.Add(diff.DeployedContracts.Length + diff.ReplacedClasses.Length);
        words.AddRange(diff.DeployedContracts.Concat(diff.ReplacedClasses).OrderBy(contract => contract.Address)
            .SelectMany(contract => (Felt[])[contract.Address, contract.ClassHash]));
        words.Add(diff.DeclaredClasses.Length + diff.MigratedClasses.Length);
        words.AddRange(diff.DeclaredClasses.Concat(diff.MigratedClasses).OrderBy(declared => declared.ClassHash)
            .SelectMany(declared => (Felt[])[declared.ClassHash, declared.CompiledClassHash]));
        words.Add(diff.DeprecatedDeclaredClasses.Length);
        words.AddRange(diff.DeprecatedDeclaredClasses);
    }
}
