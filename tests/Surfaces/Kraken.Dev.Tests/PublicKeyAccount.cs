using Kraken.Curves;
using Kraken.Fields;
using Kraken.Starknet;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;

namespace Kraken.Dev.Tests;

/// <summary>An account of the chain's own class that is to deploy itself.</summary>
internal sealed record PublicKeyAccount(Felt PrivateKey, Felt PublicKey, Felt Address)
{
    public static PublicKeyAccount Of(Felt privateKey)
    {
        Felt publicKey = StarkCurve.PublicKey(privateKey);
        return new(privateKey, publicKey, ContractAddresses.Compute(Felt.Zero, 7, ChainContracts.Account.ClassHash, [publicKey]));
    }

    /// <summary>The parameters of the sending of its deployment.</summary>
    public string Deployment(Felt? classHash = null)
    {
        ResourceBounds bounds = new(10_000, 1_000_000_000);
        Felt deployed = classHash ?? ChainContracts.Account.ClassHash;
        DeployAccountTransaction unsigned = new()
        {
            Nonce = 0,
            ClassHash = deployed,
            ContractAddressSalt = 7,
            ConstructorCalldata = [PublicKey],
            ContractAddress = ContractAddresses.Compute(Felt.Zero, 7, deployed, [PublicKey]),
            ResourceBounds = new(bounds, bounds with { MaxAmount = 100_000_000 }, bounds),
        };
        Felt hash = TransactionHash.Compute(unsigned, ChainId.Sepolia);
        EcdsaSignature signature = Ecdsa.Sign(PrivateKey, hash);
        return DevFixture.Json(
            "deploy_account_transaction", new(unsigned with { Hash = hash, Signature = [signature.R, signature.S] }));
    }
}
