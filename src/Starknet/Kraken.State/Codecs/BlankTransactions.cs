using Kraken.Starknet.Transactions;

namespace Kraken.State.Codecs;

/// <summary>Transactions of accounts without content, which the decoders fill in.</summary>
internal static class BlankTransactions
{
    private static readonly ResourceBoundsMapping NoBounds = new(default, default, default);

    /// <summary>One of a type; null for a type that accounts do not send.</summary>
    internal static AccountTransaction? Of(TransactionType type) => type switch
    {
        TransactionType.Invoke => new InvokeTransaction
        {
            Nonce = default,
            SenderAddress = default,
            Calldata = [],
            ResourceBounds = NoBounds,
        },
        TransactionType.Declare => new DeclareTransaction
        {
            Nonce = default,
            SenderAddress = default,
            ClassHash = default,
            CompiledClassHash = default,
            ResourceBounds = NoBounds,
        },
        TransactionType.DeployAccount => new DeployAccountTransaction
        {
            Nonce = default,
            ClassHash = default,
            ContractAddressSalt = default,
            ConstructorCalldata = [],
            ContractAddress = default,
            ResourceBounds = NoBounds,
        },
        _ => null,
    };
}
