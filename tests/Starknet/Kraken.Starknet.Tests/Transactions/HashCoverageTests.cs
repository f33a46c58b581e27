using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Starknet.Tests.Transactions;

/// <summary>A transaction's hash covers every field that its sender signs: a change of any of them is another hash.</summary>
public sealed class HashCoverageTests
{
    private static readonly ResourceBoundsMapping Bounds = new(new(1, 2), new(3, 4), new(5, 6));

    private static readonly InvokeTransaction Invoke = new()
    {
        Nonce = 7, SenderAddress = 8, Calldata = [9, 10], ResourceBounds = Bounds, Tip = 11, Signature = [12],
    };

    private static readonly DeclareTransaction Declare = new()
    {
        Nonce = 7, SenderAddress = 8, ClassHash = 9, CompiledClassHash = 10, ResourceBounds = Bounds, Tip = 11,
    };

    private static readonly DeployAccountTransaction Deploy = new()
    {
        Nonce = 0, ClassHash = 9, ContractAddressSalt = 10, ConstructorCalldata = [11, 12], ContractAddress = 13, ResourceBounds = Bounds,
            Tip = 14,
    };

    private static readonly L1HandlerTransaction Handler = new() { Nonce = 7, ContractAddress = 8, EntryPointSelector = 9,
        Calldata = [10, 11] };

    [Fact]
    public void EveryFieldOfAnInvokeIsCovered() => AllDiffer(
        Invoke,
        [
            .. Common(Invoke), Invoke with { SenderAddress = 9 }, Invoke with { Calldata = [9] }, Invoke with { Calldata = [10, 9] },
            Invoke with { Calldata = [9, 10, 0] }, Invoke with { Calldata = [] }, Invoke with { AccountDeploymentData = [9, 10] },
            Invoke with { ProofFacts = [1] }, Invoke with { ProofFacts = [1, 2] }, Invoke with { ProofFacts = [0] },
        ]);

    [Fact]
    public void EveryFieldOfADeclareIsCovered() => AllDiffer(
        Declare,
        [
            .. Common(Declare), Declare with { SenderAddress = 9 }, Declare with { ClassHash = 10 }, Declare with { CompiledClassHash = 9 },
            Declare with { ClassHash = 10, CompiledClassHash = 9 }, Declare with { AccountDeploymentData = [1] },
        ]);

    [Fact]
    public void EveryFieldOfADeployAccountIsCovered() => AllDiffer(
        Deploy,
        [
            .. Common(Deploy), Deploy with { ClassHash = 10 }, Deploy with { ContractAddressSalt = 9 },
                Deploy with { ContractAddress = 14 },
            Deploy with { ConstructorCalldata = [11] }, Deploy with { ConstructorCalldata = [12, 11] },
                Deploy with { ConstructorCalldata = [11, 12, 0] },
        ]);

    [Fact]
    public void EveryFieldOfAnL1HandlerIsCovered() => AllDiffer(
        Handler,
        [
            Handler with { Nonce = 8 }, Handler with { ContractAddress = 9 }, Handler with { EntryPointSelector = 8 },
                Handler with { Calldata = [10] },
            Handler with { Calldata = [11, 10] }, Handler with { Calldata = [10, 11, 0] }, Handler with { IsQuery = true },
        ]);

    [Fact]
    public void SignatureAndStatedHashAreNotCovered()
    {
        Assert.Equal(Hash(Invoke), Hash(Invoke with { Signature = [], Hash = 5 }));
        Assert.Equal(Hash(Declare), Hash(Declare with { Signature = [1, 2] }));
        Assert.Equal(Hash(Deploy), Hash(Deploy with { Signature = [1, 2] }));
    }

    [Fact]
    public void KindsAndChainsAreKeptApart()
    {
        Transaction[] all = [Invoke, Declare, Deploy, Handler];
        ChainId[] chains = [ChainId.Main, ChainId.Sepolia, ChainId.FromName("SN_INTEGRATION_SEPOLIA"), ChainId.FromName("KRAKEN")];
        Felt[] hashes = [.. all.SelectMany(tx => chains.Select(chain => TransactionHash.Compute(tx, chain)))];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    [Fact]
    public void BoundsDoNotRunIntoEachOther()
    {
        // Name, amount and price share one felt: the widest value of each leaves the others as they are.
        ResourceBounds[] values = [default, new(ulong.MaxValue, 0), new(0, UInt128.MaxValue), new(ulong.MaxValue, UInt128.MaxValue),
            new(1, 0), new(0, 1)];
        Felt[] hashes = [.. values.SelectMany(l1 =>
            values.SelectMany(l2 => values.Select(data => Hash(Invoke with { ResourceBounds = new(l1, l2, data) }))))];
        Assert.Equal(values.Length * values.Length * values.Length, hashes.Distinct().Count());
    }

    [Fact]
    public void BoundsOfTwoGasesHashWithoutTheThird()
    {
        InvokeTransaction old = Invoke with { ResourceBounds = Bounds with { PredatesL1DataGas = true } };
        Assert.NotEqual(Hash(Invoke), Hash(old));
        Assert.Equal(Hash(old), Hash(old with { ResourceBounds = old.ResourceBounds with { L1DataGas = new(9, 9) } }));
    }

    [Fact]
    public void DerivedFieldsAreComputedWhateverTheyWere()
    {
        SubmittedTransaction computed = DerivedFields.Compute(new(Deploy with { Hash = 1, ContractAddress = 2 }), ChainId.Sepolia);
        SubmittedTransaction again = DerivedFields.Compute(new(Deploy with { Hash = 3, ContractAddress = 4 }), ChainId.Sepolia);
        Assert.Equal(computed.Transaction.Hash, again.Transaction.Hash);
        Assert.Equal(
            ContractAddresses.Compute(Felt.Zero, Deploy.ContractAddressSalt, Deploy.ClassHash, Deploy.ConstructorCalldata.AsSpan()),
                computed.Transaction.Sender);
        Assert.Equal(TransactionHash.Compute(computed.Transaction, ChainId.Sepolia), computed.Transaction.Hash);
    }

    [Fact]
    public void AddressesFollowFromEveryPartOfADeployment()
    {
        Felt[] addresses =
        [
            ContractAddresses.Compute(0, 1, 2, [3, 4]), ContractAddresses.Compute(1, 1, 2, [3, 4]),
                ContractAddresses.Compute(0, 2, 2, [3, 4]),
            ContractAddresses.Compute(0, 1, 3, [3, 4]), ContractAddresses.Compute(0, 1, 2, [4, 3]), ContractAddresses.Compute(0, 1, 2, [3]),
            ContractAddresses.Compute(0, 1, 2, []), ContractAddresses.Compute(0, 1, 2, [3, 4, 0]),
        ];
        Assert.Equal(addresses.Length, addresses.Distinct().Count());
        Assert.All(addresses, address => Assert.True(address.ToBigInteger() < ContractAddresses.UpperBound));
    }

    [Fact]
    public void HashesWrapAtTheBoundOfAddresses()
    {
        Felt bound = Felt.FromBigInteger(ContractAddresses.UpperBound);
        Assert.Equal(bound - Felt.One, ContractAddresses.Normalize(bound - Felt.One));
        Assert.Equal(Felt.Zero, ContractAddresses.Normalize(bound));
        Assert.Equal((Felt)5, ContractAddresses.Normalize(bound + (Felt)5));
    }

    private static IEnumerable<Transaction> Common(AccountTransaction tx) =>
    [
        tx with { Nonce = tx.Nonce + Felt.One },
        tx with { IsQuery = true },
        tx with { Tip = tx.Tip + 1 },
        tx with { PaymasterData = [1] },
        tx with { NonceDataAvailabilityMode = DataAvailabilityMode.L2 },
        tx with { FeeDataAvailabilityMode = DataAvailabilityMode.L2 },
        tx with { NonceDataAvailabilityMode = DataAvailabilityMode.L2, FeeDataAvailabilityMode = DataAvailabilityMode.L2 },
        tx with { ResourceBounds = Bounds with { L1Gas = new(2, 2) } },
        tx with { ResourceBounds = Bounds with { L1Gas = new(1, 3) } },
        tx with { ResourceBounds = Bounds with { L2Gas = new(4, 4) } },
        tx with { ResourceBounds = Bounds with { L2Gas = new(3, 5) } },
        tx with { ResourceBounds = Bounds with { L1DataGas = new(6, 6) } },
        tx with { ResourceBounds = Bounds with { L1DataGas = new(5, 7) } },
        tx with { ResourceBounds = new(Bounds.L2Gas, Bounds.L1Gas, Bounds.L1DataGas) },
    ];

    private static void AllDiffer(Transaction original, Transaction[] changed)
    {
        Transaction[] all = [original, .. changed];
        for (int i = 0; i < all.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Assert.True(Hash(all[i]) != Hash(all[j]), $"variants {j} and {i} of {original.Type} have one hash");
            }
        }
    }

    private static Felt Hash(Transaction transaction) => TransactionHash.Compute(transaction, ChainId.Sepolia);
}
