using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Tests.Classes;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Execution.Tests.Chain;

public sealed class DeclareTests
{
    [Fact]
    public void AClassIsDeclaredOnceAndOnlyWithItsOwnHashes()
    {
        CompiledContract contract = UndeclaredClass();
        BlockRun executor = new(OwnChain.Context(1), OwnChain.State(), OwnChain.NoOldBlock, OwnChain.Classes());
        Assert.Equal(
            RejectionKind.ClassHashMismatch,
            Reject(executor, contract with { ClassHash = 5 }, contract.ClassHash, contract.CompiledClassHash));
        Assert.Equal(RejectionKind.ClassHashMismatch, Reject(executor, null, contract.ClassHash, contract.CompiledClassHash));
        Assert.Equal(RejectionKind.CompiledClassHashMismatch, Reject(executor, contract, contract.ClassHash, 6));
        ExecutedOutcome executed =
            Assert.IsType<ExecutedOutcome>(executor.Execute(Declare(contract, contract.ClassHash, contract.CompiledClassHash, 0)));
        Assert.Equal(contract.CompiledClassHash, executor.State.CompiledClassHashOf(contract.ClassHash));
        Assert.Equal(1, executed.Resources.State.CompiledClassUpdates);
        Assert.Equal(contract.CodeSize, executed.Resources.CodeSize);
        Assert.Equal(RejectionKind.ClassAlreadyDeclared, Assert.IsType<RejectedOutcome>(executor.Execute(
            Declare(contract, contract.ClassHash, contract.CompiledClassHash, 1))).Rejection.Kind);
        Assert.Single(executor.Finish().StateDiff.DeclaredClasses);
    }

    private static RejectionKind Reject(BlockRun executor, CompiledContract? contract, Felt classHash, Felt compiledClassHash) =>
        Assert.IsType<RejectedOutcome>(executor.Execute(Declare(contract, classHash, compiledClassHash, 0))).Rejection.Kind;

    internal static ExecutableTransaction Declare(
        CompiledContract? contract, Felt classHash, Felt compiledClassHash, ulong nonce, int sender = 0)
    {
        PredeployedAccount account = OwnChain.Genesis.Accounts[sender];
        DeclareTransaction transaction = new()
        {
            SenderAddress = account.Address,
            Nonce = nonce,
            ClassHash = classHash,
            CompiledClassHash = compiledClassHash,
            ResourceBounds = OwnChain.Bounds(2_000_000_000),
        };
        return new(OwnChain.Sign(transaction, account), contract);
    }

    internal static CompiledContract UndeclaredClass() =>
        ClassFiles.Contract(new(1, 9, 3), "cairo/own-contracts", "pairs_2_19_4", "hashes");
}
