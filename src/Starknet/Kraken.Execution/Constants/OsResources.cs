using Kraken.Starknet.Transactions;

namespace Kraken.Execution.Constants;

/// <summary>VM resources that the Starknet OS spends around contract code.</summary>
public sealed class OsResources
{
    private readonly ScaledResources[] syscalls;
    private readonly ScaledResources[] deprecated;
    private readonly ScaledResources[] transactions;
    private readonly VmResources kzgPerWord;
    private readonly bool kzg;

    internal OsResources(
        ScaledResources[] syscalls, ScaledResources[] deprecated, ScaledResources[] transactions, in VmResources kzgPerWord)
    {
        this.deprecated = deprecated;
        this.syscalls = syscalls;
        this.transactions = transactions;
        this.kzgPerWord = kzgPerWord;
        kzg = kzgPerWord.Steps > 0;
    }

    /// <summary>Resources of a system call.</summary>
    public ScaledResources Of(SyscallSelector selector) => syscalls[(int)selector];

    /// <summary>Resources of a system call of Cairo 0.</summary>
    public ScaledResources Of(DeprecatedSyscall selector) => deprecated[(int)selector];

    /// <summary>Overhead of a transaction with <paramref name="calldataLength"/> felts of calldata and proof facts.</summary>
    public VmResources Of(TransactionType kind, int calldataLength) => transactions[(int)kind].Of(1, calldataLength);

    /// <summary>
    /// Committing <paramref name="words"/> words of state diff to a blob: a fixed part per word and Poseidon over all of them.
    /// </summary>
    public VmResources BlobCommitment(long words)
    {
        VmResources total = default;
        if (!kzg)
        {
            return total;
        }

        total.Add(kzgPerWord, words);
        total.Steps += PoseidonManySteps(words);
        total.Builtins[PricedBuiltin.Poseidon] += (words / 2) + 1;
        return total;
    }

    // The OS's poseidon_hash_many absorbs ten words in an unrolled loop, then pairs, then the odd one.
    private static long PoseidonManySteps(long words) => (words / 10 * 55) + (words % 10 / 2 * 18) + (words % 2 * 3) + 21;
}
