using Kraken.Cairo.Air.Hints;

namespace Kraken.Cairo.Air.Preprocessed;

/// <summary>One column of the BLAKE2s message schedule; rows beyond the last round repeat the first.</summary>
internal sealed class BlakeSigmaColumn(int column) : FixedColumn($"blake_sigma_{column}", 4)
{
    public override uint At(int row) => SigmaTable.Of((uint)row)[column];
}
