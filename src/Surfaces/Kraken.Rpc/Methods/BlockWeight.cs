using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Rpc.Methods;

/// <summary>About how many bytes a decoded block takes.</summary>
internal static class BlockWeight
{
    // Objects and their headers, beside the felts that they hold.
    private const long BlockBytes = 2048;
    private const long TransactionBytes = 1024;
    private const long EventBytes = 128;

    internal static long Of(Block block) =>
        BlockBytes + block.Transactions.Sum(Of) + block.Receipts.Sum(Of);

    private static long Of(Transaction transaction) => TransactionBytes + (Felt.ByteCount * (transaction switch
    {
        InvokeTransaction invoke => invoke.Calldata.Length + invoke.AccountDeploymentData.Length + invoke.ProofFacts.Length,
        DeployAccountTransaction deploy => deploy.ConstructorCalldata.Length,
        DeclareTransaction declare => declare.AccountDeploymentData.Length,
        _ => 0L,
    } + (transaction is AccountTransaction account ? account.Signature.Length + account.PaymasterData.Length : 0L)));

    private static long Of(TransactionReceipt receipt) =>
        TransactionBytes + (sizeof(char) * (receipt.RevertReason?.Length ?? 0))
        + receipt.Events.Sum(item => EventBytes + (Felt.ByteCount * ((long)item.Keys.Length + item.Data.Length)))
        + receipt.Messages.Sum(item => EventBytes + (Felt.ByteCount * (long)item.Payload.Length));
}
