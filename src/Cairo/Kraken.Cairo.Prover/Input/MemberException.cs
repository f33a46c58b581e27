using System;

namespace Kraken.Cairo.Prover.Input;

/// <summary>Why a member of a prover input was refused, with its path from the root, which grows on the way there.</summary>
/// <param name="expected">What should stand there.</param>
/// <param name="got">What stands there; null for the token that the reader stands on.</param>
internal sealed class MemberException(string expected, string? got = null) : Exception
{
    private const int MaxShownName = 60;

    private string? path;

    public string Expected => expected;

    public string? Got => got;

    public string Path => path ?? "input";

    public MemberException Within(string name)
    {
        string shown = name.Length <= MaxShownName ? name : $"{name[..MaxShownName]}...";
        path = path is null || path.StartsWith('[') ? $"{shown}{path}" : $"{shown}.{path}";
        return this;
    }
}
