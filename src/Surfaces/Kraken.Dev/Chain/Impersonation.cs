using System.Collections.Immutable;
using System.Globalization;
using Kraken.Fields;

namespace Kraken.Dev.Chain;

/// <summary>For which accounts transactions are taken without validation.</summary>
/// <param name="Accounts">These, at most <see cref="MaxAccounts"/>.</param>
internal sealed record Impersonation(ImmutableHashSet<Felt> Accounts, bool IsForAll)
{
    /// <summary>The most accounts that are impersonated by name.</summary>
    internal const int MaxAccounts = 10_000;

    /// <summary>Every account validates.</summary>
    internal static Impersonation None { get; } = new([], false);

    /// <summary>Whether an account's transactions are not validated.</summary>
    internal bool Covers(in Felt account) => IsForAll || Accounts.Contains(account);

    /// <summary>For one more.</summary>
    /// <exception cref="DevRefusalException">There are as many as may be.</exception>
    internal Impersonation With(in Felt account) => Accounts.Count < MaxAccounts || Accounts.Contains(account)
        ? this with { Accounts = Accounts.Add(account) }
        : throw new DevRefusalException(string.Create(
            CultureInfo.InvariantCulture, $"expected at most {MaxAccounts} impersonated accounts, got one more"));
}
