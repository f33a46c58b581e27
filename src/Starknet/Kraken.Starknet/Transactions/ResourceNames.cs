using Kraken.Fields;

namespace Kraken.Starknet.Transactions;

/// <summary>The resources that a transaction pays for, as its hash and what calls see of it name them.</summary>
public static class ResourceNames
{
    /// <summary>Gas of Ethereum.</summary>
    public static Felt L1Gas { get; } = Felt.FromShortString("L1_GAS");

    /// <summary>Gas of Starknet.</summary>
    public static Felt L2Gas { get; } = Felt.FromShortString("L2_GAS");

    /// <summary>Gas of Ethereum's blobs; shorter than the name that JSON has.</summary>
    public static Felt L1DataGas { get; } = Felt.FromShortString("L1_DATA");
}
