using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Witness;
using Kraken.Curves;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.BlockProof.Tests.Blocks;

/// <summary>Blocks that Kraken.Execution made run by the block program: it must come to their very hashes.</summary>
public sealed class BlockProgramTests(ITestOutputHelper output)
{
    private const int FirstBlock = 9;

    [Fact]
    public void ATransferIsABlockWithItsHash()
    {
        OwnBlocks chain = new();
        chain.Add(OwnBlocks.Transfer(0, 0, 1));
        Check(chain.Witness());
    }

    [Fact]
    public void SeveralTransfersOfSeveralAccountsAre()
    {
        OwnBlocks chain = new();
        chain.Add(OwnBlocks.Transfer(0, 0, 1), OwnBlocks.Transfer(1, 0, 2), OwnBlocks.Transfer(0, 1, 3), OwnBlocks.Transfer(3, 0, 3));
        Check(chain.Witness());
    }

    [Fact]
    public void BlocksFollowEachOtherAndReadTheHashesOfOldOnes()
    {
        OwnBlocks chain = new();
        for (int number = 1; number <= 22; number++)
        {
            if (number % 4 == 0)
            {
                chain.Add(OwnBlocks.Transfer(0, (ulong)(number / 4) - 1, 1));
            }
            else if (number == 22)
            {
                chain.Add(OwnBlocks.Play(5, (Puppet.First, [.. Puppet.TryBlockHash(12), .. Puppet.TryBlockHash(13), .. Puppet.TryBlockHash(2)])));
            }
            else
            {
                chain.Add();
            }
        }

        Check(chain.Witness(1));
        Check(chain.Witness(3));
        Check(chain.Witness(14));
    }

    [Fact]
    public void AnAccountIsDeployed()
    {
        OwnBlocks chain = new();
        Felt key = 0x1234567;
        Felt[] calldata = [StarkCurve.PublicKey(key)];
        DeployAccountTransaction deployment = new()
        {
            Nonce = 0,
            ClassHash = ChainContracts.Account.ClassHash,
            ContractAddressSalt = 7,
            ConstructorCalldata = [.. calldata],
            ContractAddress = ContractAddresses.Compute(0, 7, ChainContracts.Account.ClassHash, calldata),
            ResourceBounds = OwnBlocks.Bounds(50_000_000),
        };
        chain.Add(OwnBlocks.Invoke(
            0, 0, (OwnBlocks.Genesis.FeeTokenAddress, "transfer", [deployment.ContractAddress, 2_000_000_000_000_000_000, 0])));
        chain.Add(OwnBlocks.Sign(deployment, key));
        Check(chain.Witness());
        Check(chain.Witness(2));
    }

    [Fact]
    public void AClassIsDeclaredAndRunInTheSameBlock()
    {
        OwnBlocks chain = new();
        CompiledContract child = Puppet.Contract("child");
        CompiledContract successor = Puppet.Contract("successor");
        chain.Add(OwnBlocks.OfContract(successor));
        DeclareTransaction First(CompiledContract contract, ulong nonce) => new()
        {
            SenderAddress = OwnBlocks.Genesis.Accounts[0].Address,
            Nonce = nonce,
            ClassHash = contract.ClassHash,
            CompiledClassHash = contract.CompiledClassHash,
            ResourceBounds = OwnBlocks.Bounds(2_000_000_000),
        };
        Felt privateKey = OwnBlocks.Genesis.Accounts[0].PrivateKey!.Value;
        chain.Add(OwnBlocks.Sign(First(child, 0), privateKey, child));
        Check(chain.Witness());
        chain.Add(
            OwnBlocks.Sign(First(successor, 1), privateKey, successor),
            OwnBlocks.Play(2, (Puppet.First, Puppet.Replace(successor.ClassHash))),
            OwnBlocks.Invoke(0, 3, (Puppet.First, "version", [])));
        Check(chain.Witness());
        Check(chain.Witness(2));
    }

    [Fact]
    public void EverySystemCallIsAnswered()
    {
        OwnBlocks chain = new();
        chain.Add(OwnBlocks.Play(
            0,
            (Puppet.First, [.. Puppet.Write(5, 6), .. Puppet.Read(5), .. Puppet.Write(5, 0), .. Puppet.Infos, .. Puppet.Emit(1, 2, 3)]),
            (Puppet.First, [.. Puppet.Call(Puppet.Second, [.. Puppet.Write(9, 1), .. Puppet.Emit(), .. Puppet.Infos]), .. Puppet.Send(0x77, 1, 2)]),
            (Puppet.Second, [.. Puppet.Borrow(Puppet.Class.ClassHash, [.. Puppet.Read(9), .. Puppet.Write(9, 8), .. Puppet.Infos])]),
            (Puppet.Second, [.. Puppet.ClassHashOf(Puppet.First), .. Puppet.ClassHashOf(0x999), .. Puppet.TryBlockHash(0)]),
            (Puppet.First, [.. Puppet.Deploy(Puppet.Class.ClassHash, 1, false, Puppet.Write(1, 2)), .. Puppet.Replace(Puppet.Class.ClassHash)]),
            (Puppet.First, [.. Puppet.Deploy(Puppet.Class.ClassHash, 1, true, Puppet.Emit(4)), .. Puppet.Send(0x78)])));
        Check(chain.Witness());
    }

    [Fact]
    public void WhatFailedWithinACallIsUndone()
    {
        OwnBlocks chain = new();
        Felt[] inner =
        [
            .. Puppet.Write(5, 7), .. Puppet.Write(5, 8), .. Puppet.Emit(1), .. Puppet.Send(0x77, 3),
            .. Puppet.Call(Puppet.First, Puppet.Write(5, 99)), .. Puppet.Deploy(Puppet.Class.ClassHash, 3, true, Puppet.Write(1, 2)),
            .. Puppet.Replace(ChainContracts.Demo.ClassHash), .. Puppet.Panic(1, 2, 3),
        ];
        Felt[] twice = [.. Puppet.Write(6, 1), .. Puppet.Try(Puppet.First, [.. Puppet.Write(6, 2), .. Puppet.Panic()]), .. Puppet.Panic(4)];
        chain.Add(
            OwnBlocks.Play(
                0,
                (Puppet.First, [.. Puppet.Write(5, 1), .. Puppet.Try(Puppet.Second, inner), .. Puppet.Read(5), .. Puppet.Emit(2)]),
                (Puppet.First, [.. Puppet.Try(Puppet.Second, twice), .. Puppet.Send(0x79, 9)]),
                (Puppet.First, [3, Puppet.Second, 0xabc, 0])),
            OwnBlocks.Play(1, (Puppet.Second, [.. Puppet.Read(5), .. Puppet.Deploy(Puppet.Class.ClassHash, 3, true, Puppet.Write(1, 2))])));
        Check(chain.Witness());
    }

    [Fact]
    public void ARevertedTransactionPaysAndLeavesNothingElse()
    {
        OwnBlocks chain = new();
        ExecutedBlock block = chain.Add(
            OwnBlocks.Play(0, (Puppet.First, [.. Puppet.Write(5, 1), .. Puppet.Emit(2), .. Puppet.Panic(1)])), OwnBlocks.Transfer(0, 1, 2));
        Assert.NotNull(block.Receipts[0].RevertReason);
        Check(chain.Witness());
    }

    [Fact]
    public void MessagesFromL1AreConsumedWhetherTheyAreRevertedOrNot()
    {
        OwnBlocks chain = new();
        ExecutedBlock block = chain.Add(
            Message(1, [.. Puppet.Write(3, 4), .. Puppet.Emit(6), .. Puppet.Infos]), Message(2, Puppet.Panic(1)));
        Assert.Null(block.Receipts[0].RevertReason);
        Assert.NotNull(block.Receipts[1].RevertReason);
        Check(chain.Witness());
    }

    private static ExecutableTransaction Message(ulong nonce, Felt[] script) => new(new L1HandlerTransaction
    {
        Nonce = nonce,
        ContractAddress = Puppet.First,
        EntryPointSelector = Puppet.Hear,
        Calldata = [0x1111, .. Puppet.List(script)],
    }.WithHash(OwnBlocks.Genesis.ChainId));

    private void Check(BlockWitness witness)
    {
        BlockProgramRun run = BlockProgram.Current.Run(witness);
        BlockProgramRun.Completed completed = run as BlockProgramRun.Completed
            ?? throw new Xunit.Sdk.XunitException(run.ToString());
        ImmutableArray<Felt> felts = completed.Output;
        output.WriteLine($"{witness.Blocks.Length} blocks, {witness.Blocks.Sum(block => block.Transactions.Length)} transactions: "
            + $"{completed.Run.Steps} steps");
        Assert.Equal(witness.Parent.Hash, felts[3]);
        Assert.Equal(witness.Blocks[^1].Header.Hash, felts[4]);
        for (int i = 0; i < witness.Blocks.Length; i++)
        {
            Assert.Equal(witness.Blocks[i].Header.Hash, felts[FirstBlock + (4 * i)]);
            Assert.Equal(witness.Blocks[i].OldHash, felts[FirstBlock + (4 * i) + 1]);
        }
    }
}
