using System;
using System.Globalization;
using System.Linq;
using Kraken.Explorer.Events;
using Kraken.Fields;
using Kraken.Proofs.Ranges;

namespace Kraken.Explorer.Web;

/// <summary>The paths of the pages.</summary>
internal static class Routes
{
    /// <summary>A block's page.</summary>
    public static string Block(ulong number) => string.Create(CultureInfo.InvariantCulture, $"/block/{number}");

    /// <summary>The list of blocks from a number down.</summary>
    public static string Blocks(ulong from) => string.Create(CultureInfo.InvariantCulture, $"/blocks?from={from}");

    /// <summary>A transaction's page.</summary>
    public static string Transaction(Felt hash) => $"/tx/{hash}";

    /// <summary>A transaction's call tree.</summary>
    public static string Trace(Felt hash) => $"/tx/{hash}/trace";

    /// <summary>A contract's page.</summary>
    public static string Contract(Felt address) => $"/contract/{address}";

    /// <summary>A class's page.</summary>
    public static string Class(Felt hash) => $"/class/{hash}";

    /// <summary>What a transaction changed.</summary>
    public static string TransactionState(Felt hash) => $"/tx/{hash}/state";

    /// <summary>What a block changed.</summary>
    public static string BlockState(ulong number) => $"{Block(number)}/state";

    /// <summary>A contract's functions that only read, and its storage.</summary>
    public static string Read(Felt address) => $"{Contract(address)}/read";

    /// <summary>A contract's functions that change it.</summary>
    public static string Write(Felt address) => $"{Contract(address)}/write";

    /// <summary>A class's program as it was declared.</summary>
    public static string Sierra(Felt hash) => $"{Class(hash)}/sierra";

    /// <summary>A class's compiled code.</summary>
    public static string Casm(Felt hash) => $"{Class(hash)}/casm";

    /// <summary>A search for events.</summary>
    public static string Events(EventQueryText query)
    {
        string members = string.Join('&', query.Members().Select(member => $"{member.Name}={Uri.EscapeDataString(member.Value)}"));
        return members.Length == 0 ? AllEvents : $"{AllEvents}?{members}";
    }

    /// <summary>The latest events of a contract.</summary>
    public static string EventsOf(Felt contract) => Events(new EventQueryText(contract.ToString(), "", "", "", ""));

    /// <summary>Messages in blocks from a number down.</summary>
    public static string Messages(ulong from) => string.Create(CultureInfo.InvariantCulture, $"{AllMessages}?from={from}");

    /// <summary>A token's page, of transfers before a place where one is given.</summary>
    public static string Token(Felt address, EventPlace? before = null) =>
        before is null ? $"/token/{address}" : $"/token/{address}?before={before}";

    /// <summary>Certificates of blocks from a number down.</summary>
    public static string Validators(ulong from) => string.Create(CultureInfo.InvariantCulture, $"{AllValidators}?from={from}");

    /// <summary>The blocks without a proof below a number, where one is given.</summary>
    public static string FailedProofs(ulong? below) => below is null
        ? AllFailedProofs
        : string.Create(CultureInfo.InvariantCulture, $"{AllFailedProofs}?below={below}");

    /// <summary>The latest events of all contracts.</summary>
    public const string AllEvents = "/events";

    /// <summary>The latest messages.</summary>
    public const string AllMessages = "/messages";

    /// <summary>The list of tokens.</summary>
    public const string Tokens = "/tokens";

    /// <summary>The validators and the latest certificates.</summary>
    public const string AllValidators = "/validators";

    /// <summary>What waits at the node.</summary>
    public const string Mempool = "/mempool";

    /// <summary>Lines of the latest blocks and proofs.</summary>
    public const string Charts = "/charts";

    /// <summary>The highest blocks without a proof.</summary>
    public const string AllFailedProofs = "/proofs/failed";

    /// <summary>The page about the watcher.</summary>
    public const string Watcher = "/watcher";

    /// <summary>The chain of proofs.</summary>
    public const string AllProofs = "/proofs";

    /// <summary>The proofs of blocks below those of one.</summary>
    public static string Proofs(RangeKey after) => $"{AllProofs}?after={after.BlocksText}";

    /// <summary>The page of a proof of blocks.</summary>
    public static string Proof(RangeKey key) => $"/proof/{key.BlocksText}";

    /// <summary>The bundle of a proof, with all that checking it takes.</summary>
    public static string Bundle(RangeKey key) => $"{Proof(key)}/bundle";

    /// <summary>Where a proof is checked, by POST.</summary>
    public static string Verify(RangeKey key) => $"{Proof(key)}/verify";
}
