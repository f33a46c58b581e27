using System.Collections.Immutable;

namespace Kraken.Air.Tapes;

/// <summary>
/// The registers of a tape: first the base trace columns in trace order, then the preprocessed columns, the parameters and the literals
/// (in the order of the recording and of <see cref="Constants"/>), then temporaries, which are reused once their value is dead.
/// </summary>
/// <param name="Columns">The number of base trace columns.</param>
/// <param name="Preprocessed">The number of preprocessed columns.</param>
/// <param name="Parameters">The number of parameters.</param>
/// <param name="Constants">The literal words.</param>
public sealed record RegisterLayout(int Columns, int Preprocessed, int Parameters, ImmutableArray<uint> Constants)
{
    /// <summary>The register of the first preprocessed column.</summary>
    public int FirstPreprocessed => Columns;

    /// <summary>Where the public parameters begin, after the fixed columns.</summary>
    public int FirstParameter => FirstPreprocessed + Preprocessed;

    /// <summary>The register of the first literal.</summary>
    public int FirstConstant => FirstParameter + Parameters;

    /// <summary>Where the intermediate values begin, after the constants.</summary>
    public int FirstTemporary => FirstConstant + Constants.Length;
}
