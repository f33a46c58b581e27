namespace Kraken.Cli.Verbs;

/// <summary>The exit codes of <c>kraken verify</c>.</summary>
internal static class ExitCode
{
    /// <summary>All checks passed.</summary>
    public const int Valid = 0;

    /// <summary>A check failed or could not be made, or a file cannot be read.</summary>
    public const int Invalid = 1;

    /// <summary>The command line means nothing, or names a file that does not exist.</summary>
    public const int Usage = 2;

    /// <summary>The proof is of a kind that this verifier knows of and does not verify: it may be genuine.</summary>
    public const int Unsupported = 3;
}
