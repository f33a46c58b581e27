namespace Kraken.Sierra.Libfuncs;

/// <summary>
/// Gas of dictionaries beyond what their library functions cost, which pay for each access as if its key were the only one.
/// </summary>
public static class DictionaryGas
{
    /// <summary>What squashing gives back for each access but the first of a key.</summary>
    public const int RefundPerRepeatedAccess = 4050;
}
