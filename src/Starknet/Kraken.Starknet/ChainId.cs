using System.Text;
using Kraken.Fields;

namespace Kraken.Starknet;

/// <summary>The identifier of a chain: a short string, signed into every transaction.</summary>
/// <param name="Value">The ASCII text as a big-endian integer.</param>
public readonly record struct ChainId(Felt Value)
{
    /// <summary>SN_SEPOLIA, the default of a Kraken chain and of Starknet's development nodes.</summary>
    public static ChainId Sepolia { get; } = FromName("SN_SEPOLIA");

    /// <summary>SN_MAIN.</summary>
    public static ChainId Main { get; } = FromName("SN_MAIN");

    /// <summary>The identifier as text, at most 31 characters.</summary>
    public string Name
    {
        get
        {
            byte[] bytes = Value.ToBytesBigEndian();
            return Encoding.ASCII.GetString(bytes).TrimStart('\0');
        }
    }

    /// <summary>The identifier of a name of at most 31 ASCII characters.</summary>
    /// <exception cref="System.ArgumentException">The name is longer or not ASCII.</exception>
    public static ChainId FromName(string name) => new(Felt.FromShortString(name));

    /// <inheritdoc/>
    public override string ToString() => Name;
}
