using System.IO;
using System.IO.Compression;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Json;

namespace Kraken.Node.Configuration.FirstBlock;

/// <summary>A class that block 0 declares, within the file.</summary>
public sealed record GenesisClass
{
    /// <summary>What errors call it.</summary>
    public required string Name { get; init; }

    /// <summary>Its hash; a node computes it again and refuses a class with another.</summary>
    public required Felt ClassHash { get; init; }

    /// <summary>The class as JSON, compressed by gzip.</summary>
    public required byte[] Gzip { get; init; }

    /// <summary>Reads the class.</summary>
    /// <exception cref="InvalidDataException">It is none, or one of another hash.</exception>
    internal SierraClass ToClass()
    {
        SierraClass sierra = Decoded(Unpacked(GenesisBounds.MaxClassBytes));
        Felt computed = Starknet.Classes.ClassHash.Compute(sierra);
        return computed == ClassHash
            ? sierra
            : throw new InvalidDataException($"class {Name}: expected a class of hash {ClassHash}, got one of {computed}");
    }

    /// <summary>Reads the class' JSON, whatever its hash.</summary>
    /// <exception cref="InvalidDataException">It is no class.</exception>
    internal SierraClass Decoded(byte[] json) => SierraClassJson.TryDecode(json, out SierraClass? sierra, out DecodeError? error)
        ? sierra
        : throw new InvalidDataException($"class {Name}: {error}");

    /// <summary>Unpacks the class' JSON.</summary>
    /// <param name="most">The most bytes.</param>
    /// <exception cref="InvalidDataException">It is no gzip, or longer.</exception>
    internal byte[] Unpacked(int most)
    {
        using MemoryStream unpacked = new();
        byte[] part = new byte[1 << 14];
        try
        {
            using GZipStream gzip = new(new MemoryStream(Gzip), CompressionMode.Decompress);
            while (unpacked.Length <= most && gzip.Read(part) is > 0 and int read)
            {
                unpacked.Write(part, 0, read);
            }
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"class {Name}: expected gzip: {exception.Message}", exception);
        }

        return unpacked.Length <= most
            ? unpacked.ToArray()
            : throw new InvalidDataException($"class {Name}: expected at most {most} bytes of JSON, got more");
    }

    internal static GenesisClass Of(string name, SierraClass sierra)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(SierraClassJson.ToBytes(sierra));
        }

        return new GenesisClass { Name = name, ClassHash = Starknet.Classes.ClassHash.Compute(sierra), Gzip = packed.ToArray() };
    }
}
