namespace Kraken.Hashing;

/// <summary>The four functions of one word in which the hashes of SHA-2 differ [FIPS180-4 4.1.2, 4.1.3].</summary>
internal interface ISha2Sigmas<TWord>
{
    /// <summary>The first function of the message schedule.</summary>
    static abstract TWord Small0(TWord word);

    /// <summary>The second function of the message schedule.</summary>
    static abstract TWord Small1(TWord word);

    /// <summary>The function of the first state word in a round.</summary>
    static abstract TWord Large0(TWord word);

    /// <summary>The function of the fifth state word in a round.</summary>
    static abstract TWord Large1(TWord word);
}
