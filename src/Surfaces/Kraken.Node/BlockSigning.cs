using System.IO;
using System.Security.Cryptography;
using Kraken.Feeder;
using Kraken.Storage.Files;

namespace Kraken.Node;

/// <summary>
/// The key by which a node signs block hashes for the feeder gateway: one of its own, which no committee knows and no consensus message
/// is signed by, drawn when the node begins.
/// </summary>
internal static class BlockSigning
{
    /// <summary>The name of the key's file in a node's folder.</summary>
    internal const string KeyFileName = "feeder.key";

    /// <summary>The signer of a folder, whose key is drawn when there is none.</summary>
    /// <exception cref="InvalidDataException">The file is readable by others, or holds no key.</exception>
    internal static BlockSigner Open(string folder)
    {
        string path = Path.Combine(folder, KeyFileName);
        if (!File.Exists(path))
        {
            Draw(path);
        }

        using ECDsa key = KeyFile.Load(path);
        byte[] secret = key.ExportParameters(includePrivateParameters: true).D!;
        try
        {
            return BlockSigner.FromSecret(secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    // Aside first: half a key, left by a crash, would keep the node from starting.
    private static void Draw(string path)
    {
        string unfinished = path + DurableFile.Unfinished;
        File.Delete(unfinished);
        using ECDsa key = KeyFile.Draw();
        KeyFile.Save(unfinished, key);
        DurableFile.Rename(unfinished, path);
    }
}
