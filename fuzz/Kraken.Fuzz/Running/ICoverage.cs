namespace Kraken.Fuzz.Running;

/// <summary>Tells which inputs take the code new ways.</summary>
internal interface ICoverage
{
    /// <summary>The edges seen so far; 0 where nobody counts.</summary>
    int Edges { get; }

    /// <summary>An input begins.</summary>
    void Begin();

    /// <summary>It ended: whether it took an edge that none did before, or one another number of times.</summary>
    bool End();
}
