using Kraken.Starknet.Blocks;

namespace Kraken.State.Journal;

/// <summary>Applies a state diff, as of a genesis or of a block that came from elsewhere.</summary>
public static class StateDiffWriting
{
    /// <summary>Writes every value of <paramref name="diff"/>.</summary>
    public static void Apply(this JournaledState state, StateDiff diff)
    {
        foreach (ContractStorageDiff contract in diff.StorageDiffs)
        {
            foreach (StorageEntry entry in contract.Entries)
            {
                state.SetStorage(contract.Address, entry.Key, entry.Value);
            }
        }

        foreach (ContractClass deployed in diff.DeployedContracts)
        {
            state.SetClassHash(deployed.Address, deployed.ClassHash);
        }

        foreach (ContractClass replaced in diff.ReplacedClasses)
        {
            state.SetClassHash(replaced.Address, replaced.ClassHash);
        }

        foreach (DeclaredClass declared in diff.DeclaredClasses)
        {
            state.SetCompiledClassHash(declared.ClassHash, declared.CompiledClassHash);
        }

        foreach (DeclaredClass migrated in diff.MigratedClasses)
        {
            state.SetCompiledClassHash(migrated.ClassHash, migrated.CompiledClassHash);
        }

        foreach (NonceUpdate nonce in diff.Nonces)
        {
            state.SetNonce(nonce.Address, nonce.Nonce);
        }
    }
}
