namespace Kraken.Cairo.Air.Preprocessed;

/// <summary>The row counter 0, 1, 2, ...</summary>
internal sealed class SequenceColumn(int logSize) : FixedColumn($"seq_{logSize}", logSize)
{
    public override uint At(int row) => (uint)row;
}
