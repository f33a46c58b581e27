using System;
using Kraken.Curves;
using Kraken.Execution.Classes;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;

namespace Kraken.BlockProof.Tests.Blocks;

/// <summary>Transactions in which puppets do all that a contract can do.</summary>
internal static class Plays
{
    /// <summary>Every kind of system call, failed calls, a reverted transaction, and messages from L1 both ways.</summary>
    public static ExecutableTransaction[] Block() =>
    [
        EverySystemCall(0),
        Failures(1),
        OwnBlocks.Play(2, (Puppet.First, [.. Puppet.Write(5, 1), .. Puppet.Emit(2), .. Puppet.Panic(1)])),
        Message(1, [.. Puppet.Write(3, 4), .. Puppet.Emit(6), .. Puppet.Infos]),
        Message(2, Puppet.Panic(1)),
        OwnBlocks.Transfer(1, 0, 2),
    ];

    public static ExecutableTransaction EverySystemCall(ulong nonce) => OwnBlocks.Play(
        nonce,
        (Puppet.First, [.. Puppet.Write(5, 6), .. Puppet.Read(5), .. Puppet.Write(5, 0), .. Puppet.Infos, .. Puppet.Emit(1, 2, 3)]),
        (Puppet.First,
        [
            .. Puppet.Call(Puppet.Second, [.. Puppet.Write(9, 1), .. Puppet.Emit(), .. Puppet.Infos]), .. Puppet.Send(0x77, 1, 2),
        ]),
        (Puppet.Second, [.. Puppet.Borrow(Puppet.Class.ClassHash, [.. Puppet.Read(9), .. Puppet.Write(9, 8), .. Puppet.Infos])]),
        (Puppet.Second, [.. Puppet.ClassHashOf(Puppet.First), .. Puppet.ClassHashOf(0x999), .. Puppet.TryBlockHash(0)]),
        (Puppet.First,
        [
            .. Puppet.Deploy(Puppet.Class.ClassHash, 1, false, Puppet.Write(1, 2)), .. Puppet.Replace(Puppet.Class.ClassHash),
        ]),
        (Puppet.First, [.. Puppet.Deploy(Puppet.Class.ClassHash, 1, true, Puppet.Emit(4)), .. Puppet.Send(0x78)]));

    /// <summary>Calls that fail and are survived, one within another, after they did what must be undone.</summary>
    public static ExecutableTransaction Failures(ulong nonce)
    {
        Felt[] inner =
        [
            .. Puppet.Write(5, 7), .. Puppet.Write(5, 8), .. Puppet.Emit(1), .. Puppet.Send(0x77, 3),
            .. Puppet.Call(Puppet.First, Puppet.Write(5, 99)), .. Puppet.Deploy(Puppet.Class.ClassHash, 3, true, Puppet.Write(1, 2)),
            .. Puppet.Replace(ChainContracts.Demo.ClassHash), .. Puppet.Panic(1, 2, 3),
        ];
        Felt[] twice = [.. Puppet.Write(6, 1), .. Puppet.Try(Puppet.First, [.. Puppet.Write(6, 2), .. Puppet.Panic()]), .. Puppet.Panic(4)];
        return OwnBlocks.Play(
            nonce,
            (Puppet.First, [.. Puppet.Write(5, 1), .. Puppet.Try(Puppet.Second, inner), .. Puppet.Read(5), .. Puppet.Emit(2)]),
            (Puppet.First, [.. Puppet.Try(Puppet.Second, twice), .. Puppet.Send(0x79, 9)]),
            (Puppet.First, [3, Puppet.Second, 0xabc, 0]));
    }

    /// <summary>Two transactions: <see cref="Failures"/>, then one that finds what they undid and deploys what they had deployed.</summary>
    public static ExecutableTransaction[] FailuresAndAfter() =>
    [
        Failures(0),
        OwnBlocks.Play(1, (Puppet.Second, [.. Puppet.Read(5), .. Puppet.Deploy(Puppet.Class.ClassHash, 3, true, Puppet.Write(1, 2))])),
    ];

    /// <summary>Adds two blocks: an address gets money, then an account is deployed there.</summary>
    public static void DeployAccount(OwnBlocks chain)
    {
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
    }

    /// <summary>Adds a block that declares a class, and one that declares another, puts it in a contract's place and calls it.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="declared">Called between the two.</param>
    public static void DeclareAndReplace(OwnBlocks chain, Action declared)
    {
        CompiledContract successor = Puppet.Contract("successor");
        chain.Add(Declaration(Puppet.Contract("child"), 0));
        declared();
        chain.Add(
            Declaration(successor, 1),
            OwnBlocks.Play(2, (Puppet.First, Puppet.Replace(successor.ClassHash))),
            OwnBlocks.Invoke(0, 3, (Puppet.First, "version", [])));
    }

    public static ExecutableTransaction Message(ulong nonce, Felt[] script) => new(new L1HandlerTransaction
    {
        Nonce = nonce,
        ContractAddress = Puppet.First,
        EntryPointSelector = Puppet.Hear,
        Calldata = [0x1111, .. Puppet.List(script)],
    }.WithHash(OwnBlocks.Genesis.ChainId));

    private static ExecutableTransaction Declaration(CompiledContract contract, ulong nonce)
    {
        PredeployedAccount sender = OwnBlocks.Genesis.Accounts[0];
        DeclareTransaction declare = new()
        {
            SenderAddress = sender.Address,
            Nonce = nonce,
            ClassHash = contract.ClassHash,
            CompiledClassHash = contract.CompiledClassHash,
            ResourceBounds = OwnBlocks.Bounds(2_000_000_000),
        };
        return OwnBlocks.Sign(declare, sender.PrivateKey!.Value, contract);
    }
}
