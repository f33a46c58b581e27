using Kraken.Fields;

namespace Kraken.Starknet.Blocks;

/// <summary>A way to name a block in a request; one of the nested records.</summary>
public abstract record BlockId
{
    private BlockId()
    {
    }

    /// <summary>By number.</summary>
    /// <param name="Number">The height, from 0 on.</param>
    public sealed record ByNumber(ulong Number) : BlockId;

    /// <summary>The decided block of a hash.</summary>
    public sealed record ByHash(Felt Hash) : BlockId;

    /// <summary>By a moving tag.</summary>
    public sealed record ByTag(BlockTag Tag) : BlockId;

    /// <summary>The last decided block.</summary>
    public static BlockId Latest { get; } = new ByTag(BlockTag.Latest);

    /// <summary>The block being built.</summary>
    public static BlockId PreConfirmed { get; } = new ByTag(BlockTag.PreConfirmed);

    /// <summary>The last block proved on L1.</summary>
    public static BlockId L1Accepted { get; } = new ByTag(BlockTag.L1Accepted);
}
