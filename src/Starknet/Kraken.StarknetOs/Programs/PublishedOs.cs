using System.Collections.Frozen;
using System.Collections.Generic;
using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.StarknetOs.Programs;

/// <summary>
/// The hashes under which Starknet's own programs were published: those of protocol 0.14.4 by <see cref="OsProgram.Hash"/>'s rule
/// (starkware-libs/sequencer, revision 60161ba, crates/apollo_starknet_os_program/src/program_hash.json), the older one by that of
/// <see cref="OsProgram.ChainHash"/> (starkware-libs/cairo-lang v0.14.0.1, src/starkware/starknet/core/os/program_hash.json).
/// </summary>
public static class PublishedOs
{
    /// <summary>The operating system of <see cref="ProtocolVersion"/>.</summary>
    public static readonly Felt OsHash = Felt.Parse("0x6826aaa1594a6718a232f3951f07c42a23628a98028dcb8dffb9169ab940a33");

    /// <summary>The variant that proves one transaction on its sender's machine.</summary>
    public static readonly Felt VirtualOsHash = Felt.Parse("0x1c7be3225dfb33359b3ba9ffbe1542b7da27879b6d89f47b967e512463fd324");

    /// <summary>The program that joins proofs of blocks.</summary>
    public static readonly Felt AggregatorHash = Felt.Parse("0x3e4ce8340259e374200ed856e597a0c0b268d1021119d33573d7c759c5320f9");

    /// <summary>The operating system that cairo-lang 0.14.0.1 has beside its library: a chain hash.</summary>
    public static readonly Felt LibraryOsHash = Felt.Parse("0x1c128b765f47ce1dbf6b0d648cd73df8ae34ace6b96de774abf4559fe49871f");

    /// <summary>The protocol version whose constants the operating system has.</summary>
    public const string ProtocolVersion = ProtocolVersions.V0_14_4;

    private static readonly FrozenDictionary<Felt, string> Names = new Dictionary<Felt, string>
    {
        [OsHash] = "the Starknet operating system of protocol " + ProtocolVersion,
        [VirtualOsHash] = "the virtual operating system of protocol " + ProtocolVersion,
        [AggregatorHash] = "the aggregator of protocol " + ProtocolVersion,
        [LibraryOsHash] = "the Starknet operating system of cairo-lang 0.14.0.1",
    }.ToFrozenDictionary();

    /// <summary>What was published under a hash; null for anything else.</summary>
    public static string? NameOf(in Felt hash) => Names.GetValueOrDefault(hash);
}
