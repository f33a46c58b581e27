namespace Kraken.Explorer.Verification;

/// <summary>One check of a proof.</summary>
/// <param name="Name">What is checked.</param>
/// <param name="Passed">Whether it held; null when it could not be made.</param>
/// <param name="Detail">What was found.</param>
internal sealed record VerificationStep(string Name, bool? Passed, string Detail);
