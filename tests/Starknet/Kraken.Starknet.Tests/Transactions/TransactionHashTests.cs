using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Starknet.Tests.Transactions;

public sealed class TransactionHashTests
{
    [Fact]
    public void TheDevelopmentNodesTransactionsHashToTheirStatedHashes()
    {
        Assert.Equal(27, DevnetRun.Steps.Count);
        foreach (JsonElement step in DevnetRun.Steps)
        {
            Transaction transaction = DevnetRun.Transaction(step);
            Assert.False(transaction.Hash.IsZero);
            Assert.Equal(transaction.Hash, TransactionHash.Compute(transaction, ChainId.Sepolia));
        }
    }

    [Fact]
    public void HashesOfManyAtOnceAreTheirStatedHashes()
    {
        AccountTransaction[] all = [.. DevnetRun.Steps.Select(DevnetRun.Transaction).OfType<AccountTransaction>()];
        Assert.Equal(3, all.Select(transaction => transaction.Type).Distinct().Count());
        for (int count = 0; count <= all.Length; count++)
        {
            AccountTransaction[] some = [.. all.TakeLast(count)];
            Assert.Equal(some.Select(transaction => transaction.Hash), TransactionHash.ComputeMany(some, ChainId.Sepolia));
        }
    }

    [Fact]
    public void TheSequencersVectorsHoldForTheChainAndForQueries()
    {
        int checkedCount = 0;
        foreach (JsonElement vector in SharedData.Json("starknet/tx/sequencer_transaction_hash.json").EnumerateArray())
        {
            if (FromVector(vector.GetProperty("transaction").EnumerateObject().Single()) is not { } transaction)
            {
                continue;
            }

            ChainId chain = ChainId.FromName(vector.GetProperty("chain_id").GetString()!);
            Assert.Equal(FeederBlock.Felt(vector, "transaction_hash"), TransactionHash.Compute(transaction, chain));
            Assert.Equal(
                FeederBlock.Felt(vector, "only_query_transaction_hash"),
                TransactionHash.Compute(transaction with { IsQuery = true }, chain));
            checkedCount++;
        }

        Assert.Equal(5, checkedCount);
    }

    [Fact]
    public void BlocksOfTheNetworkHoldTheHashesThatTheirInvokesGive()
    {
        foreach ((
            string file, int expected) in new[] { ("v0.14.0_sepolia-integration_2473486", 8), ("v0.14.2_sepolia-integration_1041730", 13) })
        {
            JsonElement block = SharedData.Json($"starknet/blocks/{file}.block.json");
            InvokeTransaction[] invokes = [.. FeederBlock.Transactions(block).Select(FeederBlock.Invoke)];
            Assert.Equal(expected, invokes.Length);
            ChainId chain = ChainId.FromName("SN_INTEGRATION_SEPOLIA");
            Assert.All(invokes, invoke => Assert.Equal(invoke.Hash, TransactionHash.Compute(invoke, chain)));
        }
    }

    [Fact]
    public void HashesAtManyNoncesAreThoseOfTheNetwork()
    {
        // The transaction that the series is made of has another nonce, hash and signature.
        ChainId chain = ChainId.FromName("SN_INTEGRATION_SEPOLIA");
        foreach (string file in (string[])["v0.14.0_sepolia-integration_2473486", "v0.14.2_sepolia-integration_1041730"])
        {
            JsonElement block = SharedData.Json($"starknet/blocks/{file}.block.json");
            foreach (InvokeTransaction invoke in FeederBlock.Transactions(block).Select(FeederBlock.Invoke))
            {
                InvokeHashSeries series = new(invoke with { Nonce = invoke.Nonce + 1, Hash = 0, Signature = [] }, chain);
                Assert.Equal(invoke.Hash, series.At(invoke.Nonce));
                InvokeTransaction withFacts = invoke with { ProofFacts = [1, 2, 3], Nonce = 1_000_000 };
                Assert.Equal(TransactionHash.Compute(withFacts, chain), new InvokeHashSeries(withFacts, chain).At(1_000_000));
            }
        }
    }

    // A transaction of the main network, and the same as a query.
    [Fact]
    public void TheHashOfAnInvokeOfVersionZeroIsTheNetworks()
    {
        JsonElement vector = SharedData.Json("starknet/tx/sequencer_transaction_hash.json").EnumerateArray()
            .Single(item =>
                item.GetProperty("transaction").TryGetProperty("Invoke", out JsonElement body) && body.TryGetProperty("V0", out _));
        JsonElement invoke = vector.GetProperty("transaction").GetProperty("Invoke").GetProperty("V0");
        UInt128 fee = UInt128.Parse(
            invoke.GetProperty("max_fee").GetString()!.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        Assert.Equal(FeederBlock.Felt(vector, "transaction_hash"), Hash(Felt.Zero));
        Assert.Equal(FeederBlock.Felt(vector, "only_query_transaction_hash"), Hash(Transaction.QueryVersionOffset));

        Felt Hash(Felt version) => TransactionHash.OfInvokeVersionZero(
            version, FeederBlock.Felt(invoke, "contract_address"), FeederBlock.Felt(invoke, "entry_point_selector"),
            FeederBlock.Felts(invoke, "calldata").AsSpan(), fee, ChainId.FromName(vector.GetProperty("chain_id").GetString()!));
    }

    [Fact]
    public void ProofFactsEnterTheHashOnlyWhenThereAreAny()
    {
        InvokeTransaction invoke = (InvokeTransaction)DevnetRun.Steps.Select(DevnetRun.Transaction).First(tx => tx is InvokeTransaction);
        Assert.NotEqual(invoke.Hash, TransactionHash.Compute(invoke with { ProofFacts = [1] }, ChainId.Sepolia));
        Assert.NotEqual(invoke.Hash, TransactionHash.Compute(invoke, ChainId.Main));
    }

    private static Transaction? FromVector(JsonProperty vector)
    {
        JsonElement body = vector.Value;
        bool latest = body.TryGetProperty("V3", out JsonElement v3);
        return (vector.Name, latest) switch
        {
            ("Invoke", true) => FeederBlock.Invoke(v3),
            ("Declare", true) => new DeclareTransaction
            {
                Nonce = FeederBlock.Felt(v3, "nonce"),
                SenderAddress = FeederBlock.Felt(v3, "sender_address"),
                ClassHash = FeederBlock.Felt(v3, "class_hash"),
                CompiledClassHash = FeederBlock.Felt(v3, "compiled_class_hash"),
                ResourceBounds = FeederBlock.Bounds(v3),
            },
            ("DeployAccount", true) => DeployAccount(v3),
            ("L1Handler", _) => new L1HandlerTransaction
            {
                Nonce = FeederBlock.Felt(body, "nonce"),
                ContractAddress = FeederBlock.Felt(body, "contract_address"),
                EntryPointSelector = FeederBlock.Felt(body, "entry_point_selector"),
                Calldata = FeederBlock.Felts(body, "calldata"),
            },
            _ => null,
        };
    }

    private static DeployAccountTransaction DeployAccount(JsonElement v3)
    {
        Felt salt = FeederBlock.Felt(v3, "contract_address_salt");
        Felt classHash = FeederBlock.Felt(v3, "class_hash");
        return new()
        {
            Nonce = FeederBlock.Felt(v3, "nonce"),
            ClassHash = classHash,
            ContractAddressSalt = salt,
            ConstructorCalldata = FeederBlock.Felts(v3, "constructor_calldata"),
            ContractAddress = ContractAddresses.Compute(Felt.Zero, salt, classHash, FeederBlock.Felts(v3, "constructor_calldata").AsSpan()),
            ResourceBounds = FeederBlock.Bounds(v3),
        };
    }
}
