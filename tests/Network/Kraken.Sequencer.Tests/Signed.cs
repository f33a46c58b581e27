using System;
using Kraken.Curves;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;

namespace Kraken.Sequencer.Tests;

/// <summary>Signed transactions of the predeployed accounts and of accounts of their class.</summary>
internal static class Signed
{
    /// <summary>Bounds that cover every transaction of the tests.</summary>
    public static ResourceBoundsMapping Bounds(UInt128? price = null)
    {
        ResourceBounds bounds = new(1_000_000_000, price ?? 100_000_000_000);
        return new ResourceBoundsMapping(bounds with { MaxAmount = 10_000 }, bounds, bounds with { MaxAmount = 10_000 });
    }

    /// <summary>A transfer of a predeployed account.</summary>
    public static SubmittedTransaction Transfer(
        int account, ulong nonce, int? signer = null, UInt128? price = null,
        ulong tip = 0, Felt? to = null, UInt128? amount = null) => Sign(
        new InvokeTransaction
        {
            SenderAddress = DevelopmentAccounts.All[account].Address,
            Nonce = nonce,
            Tip = tip,
            Calldata =
            [
                1,
                WellKnownAddresses.FeeToken,
                Selector.FromName("transfer"),
                3,
                to ?? DevelopmentAccounts.All[9].Address,
                amount ?? 5,
                0,
            ],
            ResourceBounds = Bounds(price),
        },
        DevelopmentAccounts.All[signer ?? account].PrivateKey!.Value);

    /// <summary>A call of a function of one argument of the demo contract.</summary>
    public static SubmittedTransaction Call(int account, ulong nonce, string function, ulong argument) => Sign(
        new InvokeTransaction
        {
            SenderAddress = DevelopmentAccounts.All[account].Address,
            Nonce = nonce,
            Calldata = [1, new GenesisDescription().DemoAddress, Selector.FromName(function), 1, argument],
            ResourceBounds = Bounds(),
        },
        DevelopmentAccounts.All[account].PrivateKey!.Value);

    /// <summary>The deployment of an account of the chain's class for a key.</summary>
    public static DeployAccountTransaction Deployment(Felt publicKey, Felt salt) => new()
    {
        Nonce = 0,
        ClassHash = ChainContracts.Account.ClassHash,
        ContractAddressSalt = salt,
        ConstructorCalldata = [publicKey],
        ContractAddress = ContractAddresses.Compute(0, salt, ChainContracts.Account.ClassHash, [publicKey]),
        ResourceBounds = Bounds(),
    };

    /// <summary>Signs what is there, its derived fields as they are, right or wrong.</summary>
    public static SubmittedTransaction Sign(AccountTransaction unsigned, Felt privateKey)
    {
        Felt hash = TransactionHash.Compute(unsigned, ChainId.Sepolia);
        EcdsaSignature signature = Ecdsa.Sign(privateKey, hash);
        return new SubmittedTransaction(unsigned with { Hash = hash, Signature = [signature.R, signature.S] });
    }
}
