using System;
using System.Globalization;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Web;
using Kraken.Fields;
using Kraken.Serialization;

namespace Kraken.Explorer.Tables;

/// <summary>A cell: what an export has of it, and what a page shows.</summary>
/// <param name="Text">The value whole, as exports have it.</param>
internal sealed record TableCell(string Text)
{
    private const int MaxShown = 400;

    /// <summary>Says nothing, on a page or in an export.</summary>
    public static TableCell Empty { get; } = new("");

    /// <summary>What a page shows of it; null for the value.</summary>
    public string? Short { get; init; }

    /// <summary>Where it leads; null for nowhere.</summary>
    public string? Href { get; init; }

    /// <summary>Whether it is written in letters of one width.</summary>
    public bool IsCode { get; init; }

    /// <summary>"good" or "bad" for a state that is one; empty for others.</summary>
    public string Tone { get; init; } = "";

    /// <summary>The time, where it is one.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>What a page shows, within bounds and without characters that order others.</summary>
    public string Shown => ForeignText.Of(Short ?? Text, MaxShown);

    /// <summary>A number.</summary>
    public static TableCell Of(ulong number) => new(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number of a block, which leads there.</summary>
    public static TableCell Block(ulong number) => Of(number) with { Href = Routes.Block(number) };

    /// <summary>A field element in few characters.</summary>
    public static TableCell Of(Felt value, string? href = null) =>
        new(value.ToString()) { Short = ShortFelt.Of(value), Href = href, IsCode = true };

    /// <summary>A transaction's hash.</summary>
    public static TableCell Transaction(Felt hash) => Of(hash, Routes.Transaction(hash));

    /// <summary>A contract, by its name where it has one.</summary>
    public static TableCell Contract(Felt address) => Of(address, Routes.Contract(address)) with
    {
        Short = KnownContracts.NameOf(address) ?? ShortFelt.Of(address),
    };

    /// <summary>A class hash, which leads to the page of its ABI.</summary>
    public static TableCell Class(Felt hash) => Of(hash, Routes.Class(hash));

    /// <summary>A moment.</summary>
    public static TableCell Of(DateTimeOffset time) =>
        new(time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)) { Time = time };

    /// <summary>Whether a transaction succeeded.</summary>
    public static TableCell Status(bool succeeded) =>
        new(succeeded ? "Succeeded" : "Reverted") { Tone = succeeded ? "good" : "bad" };
}
