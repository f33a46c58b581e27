using System;
using Kraken.Sync.Checking;

namespace Kraken.Sync.Following;

/// <summary>Ends the work with a source that gave a block which is not what it has to be.</summary>
/// <param name="mismatch">Where.</param>
internal sealed class FalseBlockException(BlockMismatch mismatch) : Exception(mismatch.ToString())
{
    internal BlockMismatch Mismatch => mismatch;
}
