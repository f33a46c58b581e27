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

    public static ExecutableTransaction Message(ulong nonce, Felt[] script) => new(new L1HandlerTransaction
    {
        Nonce = nonce,
        ContractAddress = Puppet.First,
        EntryPointSelector = Puppet.Hear,
        Calldata = [0x1111, .. Puppet.List(script)],
    }.WithHash(OwnBlocks.Genesis.ChainId));
}
