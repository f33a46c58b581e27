namespace Kraken.Proofs.Checking.Chain;

/// <summary>How one of several asked nodes stands to the others.</summary>
/// <param name="Name">The node.</param>
/// <param name="Answers">The questions that it answered as enough of the others did.</param>
/// <param name="Difference">The first question that it answered otherwise, with both answers; null when there was none.</param>
/// <param name="Failure">Why it did not answer, the first time; null when it always did.</param>
public sealed record NodeAgreement(string Name, int Answers, string? Difference, string? Failure)
{
    /// <summary>Whether it gave every answer as enough of the others did.</summary>
    public bool Agrees => Difference is null && Failure is null && Answers > 0;
}
