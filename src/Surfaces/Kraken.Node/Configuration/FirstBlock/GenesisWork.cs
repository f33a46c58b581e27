using System.IO;
using System.Linq;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;

namespace Kraken.Node.Configuration.FirstBlock;

/// <summary>What a genesis file makes its reader do, counted before anything is hashed, compiled or run.</summary>
internal static class GenesisWork
{
    /// <summary>What makes a file too much work for a budget; null when nothing does.</summary>
    /// <exception cref="InvalidDataException">A class is none.</exception>
    public static string? FindProblem(GenesisFile genesis, GenesisBudget budget)
    {
        // Gas bounds nothing where the file says what it costs.
        if (genesis.VersionedConstants is not null)
        {
            return $"versioned_constants: expected those of protocol {genesis.StarknetVersion}, since no chain with its own is proved, "
                + "got a chain's own";
        }

        long entries = Entries(genesis);
        return entries <= budget.Entries
            ? genesis.Content is { } content ? Classes(content, budget) : null
            : $"expected at most {budget.Entries} validators, accounts, balances, contracts, calldata and storage cells of a stranger's "
                + $"genesis, got {entries}";
    }

    private static long Entries(GenesisFile genesis)
    {
        long entries = genesis.Validators.Length;
        return genesis.Content is not { } content ? entries : entries
            + content.Accounts.Length + content.Deployers.Length + content.Contracts.Length
            + content.Tokens.Prepend(content.FeeToken).Sum(token => 1L + token.Balances.Length)
            + content.Contracts.Sum(contract => (long)(contract.Constructor?.Length ?? 0) + (contract.Storage?.Length ?? 0));
    }

    private static string? Classes(GenesisContent content, GenesisBudget budget)
    {
        long felts = 0;
        int bytes = budget.ClassBytes;
        foreach (GenesisClass declared in content.Classes)
        {
            byte[] json = declared.Unpacked(bytes);
            bytes -= json.Length;
            SierraClass sierra = declared.Decoded(json);
            felts += sierra.SierraProgram.Length;
            if (felts > budget.SierraFelts)
            {
                return $"class {declared.Name}: expected at most {budget.SierraFelts} felts of all classes of a stranger's genesis, "
                    + $"got {felts} up to here";
            }
        }

        return null;
    }
}
