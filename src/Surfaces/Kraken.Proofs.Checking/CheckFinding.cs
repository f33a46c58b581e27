namespace Kraken.Proofs.Checking;

/// <summary>What a step found.</summary>
internal readonly record struct CheckFinding(bool IsGood, string Detail)
{
    public static CheckFinding Pass(string detail) => new(true, detail);

    public static CheckFinding Fail(string detail) => new(false, detail);
}
