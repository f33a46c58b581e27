using System;
using Kraken.Fields;
using Kraken.Starknet.Classes;

namespace Kraken.Starknet.Genesis;

/// <summary>A class of the chain's own contracts (folder contracts/ of the repository).</summary>
/// <param name="Name">The file's name, such as "erc20".</param>
/// <param name="Class">The Sierra class.</param>
/// <param name="ClassHash">Its hash, as the manifest records it.</param>
/// <param name="CompiledClassHash">The Blake hash of its CASM, as the manifest records it.</param>
/// <param name="Json">The class file, UTF-8 JSON.</param>
public sealed record ChainContract(string Name, SierraClass Class, Felt ClassHash, Felt CompiledClassHash, ReadOnlyMemory<byte> Json);
