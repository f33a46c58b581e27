namespace Kraken.Fuzz.Running;

/// <summary>Of a program that is not instrumented: nothing is ever new, and inputs are changed from the seeds alone.</summary>
internal sealed class NoCoverage : ICoverage
{
    /// <inheritdoc/>
    public int Edges => 0;

    /// <inheritdoc/>
    public void Begin()
    {
    }

    /// <inheritdoc/>
    public bool End() => false;
}
