using System;
using System.Collections.Generic;
using System.Linq;

namespace Kraken.Farm;

/// <summary>
/// Credentials with the one place where text about a connection is made ready to be shown: whatever a library says of a failure goes through
/// <see cref="Redact"/>, which leaves no credential in it, however it was written.
/// </summary>
internal sealed class FarmSecrets
{
    private const string Hidden = "***";

    // A shorter text says nothing, and hiding it would garble everything.
    private const int Shortest = 3;

    private readonly string[] secrets;

    /// <summary>Takes what must not be shown.</summary>
    public FarmSecrets(params IEnumerable<string?> values) => secrets =
    [
        .. values.OfType<string>().Where(value => value.Length >= Shortest)
            .SelectMany(value => (string[])[value, Uri.EscapeDataString(value)])
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(value => value.Length),
    ];

    /// <summary>A text without them.</summary>
    public string Redact(string text) =>
        secrets.Aggregate(text, (shown, secret) => shown.Replace(secret, Hidden, StringComparison.OrdinalIgnoreCase));
}
